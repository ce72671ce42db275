import { NautobotSettings } from '../../src/config/plugins/nautobot.settings.js';
import { settingsOfValues } from '../../src/config/settings-of-values.js';
import { nautobotProvider } from '../../src/modules/inventory/adapters/nautobot.inventory-provider.js';
import type { InventoryProvider } from '../../src/modules/inventory/inventory-provider.port.js';
import type { InventoryDevice, InventoryItem } from '../../src/modules/inventory/inventory.types.js';
import { inventoryProviderContract } from '../../src/plugin-api/testing/inventory-provider.contract.js';
import { schemaFaults } from '../support/json-schema.js';
import {
  NAUTOBOT_PAGE,
  NautobotServer,
  nautobotAddress,
  nautobotDevice,
  nautobotPlatform,
} from '../support/nautobot-server.js';
import { refusesWith, showsLoginPage } from '../support/source-server.js';

const NEVER = new AbortController().signal;

describe('Nautobot', () => {
  let server: NautobotServer;
  const providers: InventoryProvider[] = [];

  beforeAll(async () => {
    server = new NautobotServer([]);
    await server.start();
  });

  afterAll(() => server.stop());

  beforeEach(() => {
    server.devices = ['leaf1', 'Leaf2', 'leaf3'].map((name) => nautobotDevice(name));
    server.requests.length = 0;
    server.fault = undefined;
  });

  afterEach(() => Promise.all(providers.splice(0).map((provider) => provider.close())));

  function provider(settings: Readonly<Record<string, unknown>> = {}): InventoryProvider {
    const values = { url: server.url, token: 't0ken', page_size: 2, ...settings };
    const keyed = Object.entries(values).map(([key, value]) => [`plugin_nautobot_${key}`, value]);
    const read = settingsOfValues(Object.fromEntries(keyed) as Record<string, unknown>).plugin(
      'nautobot',
      NautobotSettings,
    );
    const created = nautobotProvider(read, (driver) => ['arista_eos', 'cisco_iosxe', 'cisco_ios'].includes(driver));
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
      names: ['leaf1', 'Leaf2', 'leaf3'],
      breakSource: () => void (server.fault = refusesWith(401)),
      mendSource: () => void (server.fault = undefined),
    }),
  )('$name', ({ run }) => run());

  it('is asked as its documentation says, and the test server answers so', async () => {
    await itemsOf();
    expect(server.requests.map(({ url }) => url.search)).toEqual([
      '?limit=2&offset=0&depth=1&include=config_context',
      '?limit=2&offset=1&depth=1&include=config_context',
    ]);
    const answer = server.answer({ ...(server.requests[0] as (typeof server.requests)[0]) });
    expect(schemaFaults(answer.json, NAUTOBOT_PAGE)).toEqual([]);
  });

  const mapped = nautobotPlatform('cisco_ios', { netmiko: 'cisco_ios', scrapli: 'cisco_iosxe' });

  it.each<[string, Record<string, unknown>, Record<string, unknown>, Partial<InventoryDevice>]>([
    ['the platform for Netmiko', { platform: mapped }, {}, { adapterDriver: 'cisco_ios' }],
    [
      'the platform for scrapli',
      { platform: mapped },
      { default_adapter: 'scrapli' },
      { adapterDriver: 'cisco_iosxe' },
    ],
    [
      'the driver of a platform without mappings',
      { platform: nautobotPlatform('arista_eos', {}) },
      {},
      { adapterDriver: 'arista_eos' },
    ],
    [
      'a field before the platform',
      { platform: mapped, custom_fields: { drv: 'x' } },
      { driver_field: 'drv' },
      { adapterDriver: 'x' },
    ],
    ['IPv6', { primary_ip4: null, primary_ip6: nautobotAddress('2001:db8::9/128') }, {}, { host: '2001:db8::9' }],
    ['the port of all', {}, { default_port: 830 }, { port: 830 }],
  ])('maps a device: %s', async (_, record, settings, expected) => {
    server.devices = [nautobotDevice('leaf1', record)];
    expect(await itemsOf(settings)).toEqual([expect.objectContaining({ device: expect.objectContaining(expected) })]);
  });

  it('filters by the names of status, role and location, and by all tags', async () => {
    const tag = { id: 'x', object_type: 'extras.tag', url: 'x', name: 'prod' };
    server.devices = [nautobotDevice('leaf1', { tags: [tag] }), nautobotDevice('leaf2')];
    const filters = {
      status_filter: ['Active'],
      role_filter: ['Leaf'],
      location_filter: ['AMS1'],
      tag_filter: ['prod'],
    };
    expect(await itemsOf(filters)).toHaveLength(1);
    expect(await itemsOf({ ...filters, status_filter: ['Planned'] })).toEqual([]);
  });

  it('that shows a log-in page is a failure', async () => {
    server.fault = showsLoginPage;
    await expect(itemsOf()).rejects.toThrow(/inventory source "nautobot" at .*web page instead of JSON/);
  });
});
