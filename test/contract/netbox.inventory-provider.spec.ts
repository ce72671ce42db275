import { Logger } from '@nestjs/common';
import { NetBoxSettings } from '../../src/config/plugins/netbox.settings.js';
import { settingsOfValues } from '../../src/config/settings-of-values.js';
import { netBoxProvider } from '../../src/modules/inventory/adapters/netbox.inventory-provider.js';
import type { InventoryProvider } from '../../src/modules/inventory/inventory-provider.port.js';
import type { InventoryDevice, InventoryItem } from '../../src/modules/inventory/inventory.types.js';
import { inventoryProviderContract } from '../../src/plugin-api/testing/inventory-provider.contract.js';
import { schemaFaults } from '../support/json-schema.js';
import {
  NETBOX_PAGE,
  NetBoxServer,
  netBoxAddress,
  netBoxDevice,
  netBoxLocation,
  netBoxPlatform,
  netBoxTag,
} from '../support/netbox-server.js';
import {
  answersPlainText,
  breaksOff,
  refusesWith,
  saysNothing,
  showsLoginPage,
  type SourceFault,
} from '../support/source-server.js';

const NEVER = new AbortController().signal;
const DRIVERS = ['cisco_ios', 'cisco_xr', 'arista_eos'];

describe('NetBox', () => {
  let server: NetBoxServer;
  const providers: InventoryProvider[] = [];

  beforeAll(async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    server = new NetBoxServer([]);
    await server.start();
  });

  afterAll(() => server.stop());

  beforeEach(() => {
    server.devices = ['r1', 'R2', 'sw3'].map((name) => netBoxDevice(name));
    server.requests.length = 0;
    Object.assign(server, { fault: undefined, faults: [], tokens: ['Token t0ken'] });
  });

  afterAll(() => jest.restoreAllMocks());

  afterEach(() => Promise.all(providers.splice(0).map((provider) => provider.close())));

  function provider(settings: Readonly<Record<string, unknown>> = {}): InventoryProvider {
    const values = { url: server.url, token: 't0ken', page_size: 2, ...settings };
    const keyed = Object.entries(values).map(([key, value]) => [`plugin_netbox_${key}`, value]);
    const read = settingsOfValues(Object.fromEntries(keyed) as Record<string, unknown>).plugin(
      'netbox',
      NetBoxSettings,
    );
    const created = netBoxProvider(read, (driver) => DRIVERS.includes(driver));
    providers.push(created);
    return created;
  }

  async function itemsOf(settings: Readonly<Record<string, unknown>> = {}): Promise<InventoryItem[]> {
    const items: InventoryItem[] = [];
    for await (const page of provider(settings).list(NEVER)) items.push(...page);
    return items;
  }

  async function deviceOf(record: Record<string, unknown>, settings: Record<string, unknown> = {}) {
    server.devices = [netBoxDevice('r1', record)];
    const [item] = await itemsOf(settings);
    return item !== undefined && 'device' in item ? item.device : item;
  }

  describe.each([[2], [1_000]])('with pages of %i', (page_size) => {
    it.each(
      inventoryProviderContract({
        provider: () => provider({ page_size }),
        names: ['r1', 'R2', 'sw3'],
        breakSource: () => void (server.fault = refusesWith(403)),
        mendSource: () => void (server.fault = undefined),
      }),
    )('$name', ({ run }) => run());
  });

  it('is asked as its documentation says, and the test server answers so', async () => {
    await itemsOf();
    expect(server.requests.map(({ url }) => url.pathname + url.search)).toEqual([
      '/api/dcim/devices/?limit=2&offset=0&',
      '/api/dcim/devices/?limit=2&offset=1&',
    ]);
    const answer = server.answer({ ...(server.requests[0] as (typeof server.requests)[0]) });
    expect(schemaFaults(answer.json, NETBOX_PAGE)).toEqual([]);
  });

  it('gives fewer devices a page than asked for where its limit is lower', async () => {
    server.maxPageSize = 1;
    expect(await itemsOf({ page_size: 1_000 })).toHaveLength(3);
    server.maxPageSize = 1_000;
  });

  it.each([
    ['went', (devices: typeof server.devices) => devices.slice(1)],
    ['went by the page', (devices: typeof server.devices) => devices.slice(3)],
    ['came', (devices: typeof server.devices) => [netBoxDevice('r0'), ...devices]],
    ['went and came', (devices: typeof server.devices) => [...devices.slice(1), netBoxDevice('r9')]],
  ])('gives every device once although others %s while it is read', async (_, change) => {
    const names = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8'];
    server.devices = names.map((name) => netBoxDevice(name));
    const answer = server.answer.bind(server);
    const asked = jest.spyOn(server, 'answer').mockImplementation((request) => {
      if (asked.mock.calls.length === 2) server.devices = change(server.devices);
      return answer(request);
    });
    const items = await itemsOf({ page_size: 3 });
    asked.mockRestore();
    const given = items.map((item) => ('device' in item ? item.device.name : item.fault));
    expect(given.filter((name) => names.includes(name))).toEqual(names);
    expect(new Set(given).size).toBe(given.length);
  });

  it('takes tokens of both kinds', async () => {
    server.tokens = ['Bearer nbt_abc.secret'];
    expect(await itemsOf({ token: 'nbt_abc.secret' })).toHaveLength(3);
  });

  it.each<[string, Record<string, unknown>, Partial<InventoryDevice>]>([
    ['IPv4 goes first', { primary_ip6: netBoxAddress('2001:db8::1/64') }, {}],
    [
      'IPv6 where there is no IPv4',
      { primary_ip4: null, primary_ip6: netBoxAddress('2001:db8::1/64') },
      { host: '2001:db8::1' },
    ],
    ['the name where there is no address', { primary_ip4: null }, { host: 'r1' }],
    ['a custom field for the log-in', { custom_fields: { credential_id: 'core' } }, { credentialId: 'core' }],
    ['defaults', {}, { adapter: 'netmiko', adapterDriver: 'cisco_ios', credentialId: 'default', port: 22 }],
    ['the platform by its slug', { platform: netBoxPlatform('Arista EOS') }, { adapterDriver: 'arista_eos' }],
    [
      'no driver of a platform that is none',
      { platform: netBoxPlatform('Windows 95') },
      { adapterDriver: 'cisco_ios' },
    ],
    [
      'port and options of the config context',
      { config_context: { tom: { port: 2222, adapter_options: { timeout_ops: 5, secret: 'pl4nted' } } } },
      { port: 2222, adapterOptions: { timeout_ops: 5 } },
    ],
  ])('maps a device: %s', async (_, record, expected) => {
    const device = await deviceOf(record);
    expect(device).toMatchObject(expected);
    expect(JSON.stringify(device)).not.toContain('pl4nted');
    expect(device).not.toHaveProperty('enableSecret');
  });

  it('maps fields from nested config contexts', async () => {
    const settings = {
      credential_source: 'config_context',
      credential_field: 'tom.login.id',
      adapter_source: 'config_context',
      adapter_field: 'tom.adapter',
      driver_field: 'tom_driver',
      default_driver: 'arista_eos',
    };
    const config_context = { tom: { login: { id: 'ctx' }, adapter: 'scrapli' } };
    expect(await deviceOf({ config_context, custom_fields: { tom_driver: 'cisco_xr' } }, settings)).toMatchObject({
      credentialId: 'ctx',
      adapter: 'scrapli',
      adapterDriver: 'cisco_xr',
    });
    expect(await deviceOf({ config_context: {} }, settings)).toMatchObject({ adapterDriver: 'arista_eos' });
  });

  it('asks for no config context where none is needed', async () => {
    await itemsOf({ context_key: 'none', page_size: 10 });
    expect(server.requests[0]?.url.searchParams.get('exclude')).toBe('config_context');
  });

  it('filters as NetBox does: one of the statuses and roles, all of the tags', async () => {
    const [prod, tom] = ['Prod', 'Tom managed'].map(netBoxTag);
    server.devices = [
      netBoxDevice('both', { tags: [prod, tom] }),
      netBoxDevice('one', { tags: [prod] }),
      netBoxDevice('planned', { tags: [prod, tom], status: { value: 'planned', label: 'Planned' } }),
    ];
    const items = await itemsOf({
      status_filter: ['active', 'staged'],
      role_filter: ['Access Switch'],
      tag_filter: ['prod', 'Tom managed'],
    });
    expect(items).toEqual([expect.objectContaining({ device: expect.objectContaining({ name: 'both' }) })]);
  });

  describe('with location_filter', () => {
    beforeEach(() => {
      const hall = netBoxLocation('Hall A');
      const cage = netBoxLocation('Cage 1', hall);
      server.locations = [hall, cage, netBoxLocation('Hall B')];
      const at = (location: unknown) => ({ location });
      server.devices = [
        netBoxDevice('in-hall', at(hall)),
        netBoxDevice('in-cage', at(cage)),
        netBoxDevice('elsewhere', at(server.locations[2])),
        netBoxDevice('nowhere'),
      ];
    });

    afterEach(() => {
      server.locations = [];
    });

    it.each([['hall-a'], ['Hall A']])('gives the devices in %s, and what is in it', async (place) => {
      const items = await itemsOf({ location_filter: [place] });
      const given = items.map((item) => ('device' in item ? item.device.name : item.fault));
      expect(given).toEqual(['in-hall', 'in-cage']);
    });

    it('finds no device of another place', async () => {
      const inHall = provider({ location_filter: ['hall-a'] });
      expect(await inHall.find('in-cage', NEVER)).toBeDefined();
      expect(await inHall.find('elsewhere', NEVER)).toBeUndefined();
    });

    it('says which location there is not', async () => {
      await expect(itemsOf({ location_filter: ['hall-a', 'Hall C'] })).rejects.toThrow(
        'it has no location "Hall C", which location_filter names',
      );
    });
  });

  it('keeps the other devices when records are poisoned, and says which and why', async () => {
    server.devices = [
      netBoxDevice(null),
      netBoxDevice('ip', { primary_ip4: { id: 7, url: 'x', display: 'x' } }),
      netBoxDevice('field', { custom_fields: { credential_id: ['a'] } }),
      netBoxDevice('port', { config_context: { tom: { port: 'many' } } }),
      netBoxDevice('good'),
    ];
    const items = await itemsOf({ page_size: 10 });
    expect(items.map((item) => ('fault' in item ? item.fault : item.device.name))).toEqual([
      expect.stringMatching(/^the device with id \d+ has no name$/),
      expect.stringMatching(/^device "ip" \(id \d+\): primary_ip4 has no address$/),
      expect.stringMatching(/^device "field" \(id \d+\): custom_field credential_id must be a text$/),
      expect.stringMatching(/^device "port" \(id \d+\): port must be a whole number$/),
      'good',
    ]);
  });

  it('takes two devices of one name for a fault', async () => {
    server.devices = [netBoxDevice('r1'), netBoxDevice('r1')];
    expect(await provider().find('r1', NEVER)).toMatchObject({ fault: expect.stringContaining('more than once') });
  });

  it.each<[string, SourceFault, RegExp]>([
    ['refuses the token', refusesWith(403), /refuses the log-in \(403\); check token/],
    ['shows a log-in page', showsLoginPage, /web page instead of JSON: a log-in page or a proxy/],
    ['answers with another type', answersPlainText, /answers with "text\/plain" instead of JSON/],
    [
      'redirects',
      refusesWith(301, { location: 'https://nb.example.net/api?token=x' }),
      /redirects to https:\/\/nb.example.net\/api;/,
    ],
    ['is no NetBox', refusesWith(404), /no such API \(404\)/],
    ['says nothing', saysNothing, /no answer within 0.1 s/],
  ])('%s: the error says so, and has no token', async (_, fault, words) => {
    server.fault = fault;
    const error: unknown = await itemsOf({ timeout: fault === saysNothing ? 0.1 : 10 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(String(error)).toMatch(words);
    expect(String(error)).toContain(`inventory source "netbox" at ${server.url}`);
    expect(JSON.stringify(error) + String(error)).not.toContain('t0ken');
  });

  it('says which value of a filter is refused', async () => {
    await expect(itemsOf({ role_filter: ['no-such-role'] })).rejects.toThrow(/\(400\).*no-such-role is not one of/);
  });

  it('is asked again when it is busy, fails for a moment or breaks off', async () => {
    server.faults = [refusesWith(429, { 'retry-after': '0' }), refusesWith(503, { 'retry-after': '0' }), breaksOff];
    expect(await itemsOf()).toHaveLength(3);
    expect(server.requests).toHaveLength(5);
  });

  it('that gives a part of its devices alone is a failure', async () => {
    server.fault = (response) =>
      void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ count: 9, next: null, previous: null, results: [netBoxDevice('r1')] }));
    await expect(itemsOf()).rejects.toThrow('it gave 1 of 9 devices and no further page');
  });
});
