import { SolarWindsSettings } from '../../src/config/plugins/solarwinds.settings.js';
import { settingsOfValues } from '../../src/config/settings-of-values.js';
import { SolarWindsInventoryProvider } from '../../src/modules/inventory/adapters/solarwinds.inventory-provider.js';
import type { InventoryProvider } from '../../src/modules/inventory/inventory-provider.port.js';
import type { InventoryItem } from '../../src/modules/inventory/inventory.types.js';
import { inventoryProviderContract } from '../../src/plugin-api/testing/inventory-provider.contract.js';
import { schemaFaults } from '../support/json-schema.js';
import { describeWith } from '../support/requirements.js';
import { refusesWith } from '../support/source-server.js';
import { SWIS_ANSWER, SwisServer, swisNode } from '../support/swis-server.js';
import { TestCertificate } from '../support/test-certificate.js';

const NEVER = new AbortController().signal;

describeWith(['openssl'], 'SolarWinds', () => {
  let certificate: TestCertificate;
  let server: SwisServer;
  const providers: InventoryProvider[] = [];

  beforeAll(async () => {
    certificate = new TestCertificate();
    server = new SwisServer([]);
    await server.start(certificate.pem);
  });

  afterAll(async () => {
    await server.stop();
    certificate.remove();
  });

  beforeEach(() => {
    server.nodes = [swisNode(1, 'r1'), swisNode(5, 'R2'), swisNode(9, 'sw3')];
    server.requests.length = 0;
    server.fault = undefined;
  });

  afterEach(() => Promise.all(providers.splice(0).map((provider) => provider.close())));

  function provider(settings: Readonly<Record<string, unknown>> = {}): InventoryProvider {
    const login = { host: '127.0.0.1', port: server.port, username: 'tom', password: 's3cret' };
    const values = { ...login, ca_file: certificate.certFile, page_size: 2, ...settings };
    const keyed = Object.entries(values).map(([key, value]) => [`plugin_solarwinds_${key}`, value]);
    const all = settingsOfValues(Object.fromEntries(keyed) as Record<string, unknown>);
    const created = new SolarWindsInventoryProvider(all.plugin('solarwinds', SolarWindsSettings));
    providers.push(created);
    return created;
  }

  async function itemsOf(settings: Readonly<Record<string, unknown>> = {}): Promise<InventoryItem[]> {
    const items: InventoryItem[] = [];
    for await (const page of provider(settings).list(NEVER)) items.push(...page);
    return items;
  }

  it.each(
    inventoryProviderContract({
      provider: () => provider(),
      names: ['r1', 'R2', 'sw3'],
      breakSource: () => void (server.fault = refusesWith(401)),
      mendSource: () => void (server.fault = undefined),
    }),
  )('$name', ({ run }) => run());

  it('answers as it is documented to', async () => {
    await itemsOf();
    const answer = server.answer({ ...(server.requests[0] as (typeof server.requests)[0]) });
    expect(schemaFaults(answer.json, SWIS_ANSWER)).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });

  it('lists nodes that are up or warn, unless told otherwise', async () => {
    server.nodes = [1, 2, 3, 9].map((Status) => swisNode(Status, `n${Status}`, { Status }));
    const names = async (settings: object): Promise<unknown[]> =>
      (await itemsOf({ ...settings, page_size: 10 })).map((item) => ('device' in item ? item.device.name : item));
    expect(await names({})).toEqual(['n1', 'n3']);
    expect(await names({ status_filter: ['2'] })).toEqual(['n2']);
    expect(await names({ status_filter: ['all'] })).toEqual(['n1', 'n2', 'n3', 'n9']);
  });

  it('gives a node what the first mapping says that matches, whatever the case', async () => {
    server.nodes = [
      swisNode(1, 'edge-1', { Vendor: 'Juniper Networks', Description: 'Juniper MX104' }),
      swisNode(2, 'leaf-1', { Vendor: 'Arista' }),
      swisNode(3, 'other', { Vendor: 'Unknown' }),
      swisNode(4, 'gone', { Vendor: 'Arista', IPAddress: null }),
    ];
    const device_mappings = [
      { match: { vendor: 'juniper', description: 'mx\\d+' }, action: { adapter_driver: 'juniper_junos', port: 830 } },
      {
        match: { vendor: 'ARISTA', caption: '^leaf|gone' },
        action: { adapter: 'scrapli', adapter_driver: 'arista_eos', credential_id: 'dc' },
      },
    ];
    const items = await itemsOf({ device_mappings, page_size: 10, default_cred_name: 'orion' });
    const port = 830;
    const junos = {
      name: 'edge-1',
      host: '10.2.0.1',
      adapter: 'netmiko',
      adapterDriver: 'juniper_junos',
      port,
      credentialId: 'orion',
    };
    expect(items).toEqual([
      expect.objectContaining({ device: expect.objectContaining(junos) }),
      expect.objectContaining({
        device: expect.objectContaining({
          adapter: 'scrapli',
          adapterDriver: 'arista_eos',
          port: 22,
          credentialId: 'dc',
        }),
      }),
      { name: 'other', fault: 'device "other" (NodeID 3): no mapping of device_mappings matches it' },
      { name: 'gone', fault: 'device "gone" (NodeID 4): host must be a text that is not empty' },
    ]);
  });

  it.each([
    [[{ match: { vendor: '(' }, action: {} }], /mapping 1: Pattern "\(" is not usable/],
    [
      [
        { match: {}, action: {} },
        { match: { model: 'x' }, action: {} },
      ],
      /mapping 2: match has the unknown key "model"/,
    ],
    [[{ match: { vendor: '(a+)+$' }, action: { driver: 'x' } }], /action has the unknown key "driver"/],
  ])('refuses mappings that can never work: %j', (device_mappings, words) => {
    expect(() => provider({ device_mappings })).toThrow(words);
  });

  it('is not trusted without its authority, unless that is switched off', async () => {
    await expect(itemsOf({ ca_file: '' })).rejects.toThrow(/certificate is not trusted.*name the authority.*ca_file/);
    expect(await itemsOf({ ca_file: '', verify_ssl: false })).toHaveLength(3);
  });

  it('names neither user nor password in an error', async () => {
    server.fault = refusesWith(401);
    const error: unknown = await itemsOf().catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/refuses the log-in \(401\)/);
    expect(JSON.stringify(error) + String(error)).not.toMatch(/s3cret|Basic/);
  });
});
