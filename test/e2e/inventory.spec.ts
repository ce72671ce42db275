import { EmbeddedTom } from '../support/embedded-tom.js';
import { eventually } from '../support/eventually.js';
import { netBoxDevice, NetBoxServer } from '../support/netbox-server.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import { refusesWith } from '../support/source-server.js';
import type { Answer } from '../support/tom-client.js';
import { TomFiles } from '../support/tom-files.js';
import { TomProcess } from '../support/tom-process.js';

const TOKEN = 't0ken';
const DEVICE = { port: 22, adapter_driver: 'linux' };
const WARNING = 'tom-inventory-warning';

function settingsFor(server: NetBoxServer): Record<string, unknown> {
  return { inventory_sources: ['netbox', 'yaml'], plugin_netbox_url: server.url, plugin_netbox_token: TOKEN };
}

describe('an inventory of several sources', () => {
  let server: NetBoxServer;
  let tom: EmbeddedTom;

  beforeAll(async () => {
    server = new NetBoxServer([netBoxDevice('n1'), netBoxDevice('both')]);
    await server.start();
    const inventory_filters = { lab: { name: '^y' } };
    const settings = { ...settingsFor(server), inventory_filters };
    tom = await EmbeddedTom.start({ devices: { y1: DEVICE, both: DEVICE }, credentials: {}, settings });
    await eventually(async () => (await tom.client.get('/ready')).json.status === 'ready');
  });

  afterAll(async () => {
    await tom.stop();
    await server.stop();
  });

  afterEach(() => {
    server.fault = undefined;
  });

  function get(path: string): Promise<Answer> {
    return tom.client.get(`/api/inventory/${path}`);
  }

  const sourceOf = async (name: string) => (await get(name)).headers.get('tom-inventory-source');
  const refresh = () => tom.client.post('/api/inventory/refresh', {});

  it('takes each device from the first source that knows it', async () => {
    expect(await Promise.all(['n1', 'both', 'y1'].map(sourceOf))).toEqual(['netbox', 'netbox', 'yaml']);
    expect(Object.keys((await get('export')).json)).toEqual(['n1', 'both', 'y1']);
  });

  it.each([
    ['export?name=^n', ['n1']],
    ['export?serial=FOC&device_type=c9300', ['n1', 'both']],
    ['export?source=yaml', ['y1']],
    ['export?filter_name=lab', ['y1']],
    ['export?q=C9300', ['n1', 'both']],
    ['export?limit=2', ['both', 'n1']],
  ])('is filtered: %s', async (path, names) => {
    expect(Object.keys((await get(path)).json)).toEqual(names);
  });

  it.each([
    ['export?name=(', /name/],
    ['export?serail=x', /did you mean "serial"/],
    ['export?filter_name=lob', /did you mean "lab"/],
  ])('refuses the filter of %s', async (path, words) => {
    const { status, json } = await get(path);
    expect([status, json.detail]).toEqual([400, expect.stringMatching(words)]);
  });

  it('has a new device after a refresh, which says how each source is', async () => {
    server.devices = [...server.devices, netBoxDevice('n2')];
    expect((await refresh()).json).toEqual({
      sources: [
        expect.objectContaining({ name: 'netbox', devices: 3, faults: 0, problem: null }),
        expect.objectContaining({ name: 'yaml', devices: 2, problem: null }),
      ],
    });
    expect(await sourceOf('n2')).toBe('netbox');
  });

  it('keeps the devices of a source that is down, and says so in answers, at /ready and in metrics', async () => {
    server.fault = refusesWith(403);
    const problem = expect.stringMatching(/^inventory source "netbox" at http.*403/) as string;
    const { sources } = (await refresh()).json as unknown as { sources: object[] };
    expect(sources[0]).toMatchObject({ problem, devices: 3 });
    const { status, headers } = await get('n1');
    expect([status, headers.get(WARNING)]).toEqual([200, problem]);
    const ready = await tom.client.get('/ready');
    expect([ready.status, ready.json.status]).toEqual([200, 'degraded']);
    expect(ready.text).toContain('inventory source \\"netbox\\"');
    expect((await tom.client.get('/api/metrics')).text).toContain('tom_inventory_source_up{source="netbox"} 0');
    const unknown = await get('n9');
    expect([unknown.status, unknown.json.detail]).toEqual([503, expect.stringContaining('inventory source "netbox"')]);
    for (const { text } of [ready, unknown]) expect(text).not.toContain(TOKEN);
  });

  it('is well again when its source is', async () => {
    await refresh();
    expect((await get('n1')).headers.get(WARNING)).toBeNull();
    expect((await get('n9')).status).toBe(404);
    expect((await tom.client.get('/ready')).json.status).toBe('ready');
  });
});

describeWith(['redis-server'], 'a controller that starts while its source is down', () => {
  it('has the devices that another one has read before', async () => {
    const [redis, files] = await Promise.all([RedisServer.start(), TomFiles.create({}, {})]);
    const server = new NetBoxServer([netBoxDevice('n1')]);
    await server.start();
    const settings = {
      ...settingsFor(server),
      inventory_sources: 'netbox',
      redis_host: '127.0.0.1',
      redis_port: redis.port,
    };
    const start = () => TomProcess.controller({ cwd: files.directory, settings });
    const first = await start();
    let second: TomProcess | undefined;
    try {
      // Answers when the copy is there for others, too.
      await first.client.post('/api/inventory/refresh', {});
      expect((await first.client.get('/api/inventory/export')).text).toContain('n1');
      await first.stop();
      server.fault = refusesWith(403);
      second = await start();
      const { status, headers } = await second.client.get('/api/inventory/n1');
      expect([status, headers.get('tom-inventory-source')]).toEqual([200, 'netbox']);
      await second.client.post('/api/inventory/refresh', {});
      const later = await second.client.get('/api/inventory/n1');
      expect([later.status, later.headers.get(WARNING)]).toEqual([200, expect.stringContaining('(403)')]);
      expect(second.log).not.toContain(TOKEN);
    } finally {
      await Promise.all([first.stop(), second?.stop(), server.stop()]);
      await Promise.all([redis.stop(), files.remove()]);
    }
  }, 120_000);
});
