import { EmbeddedTom } from '../support/embedded-tom.js';
import { usedBytes } from '../support/heap.js';
import { netBoxDevice, netBoxPlatform, NetBoxServer } from '../support/netbox-server.js';
import { scaled } from '../support/scale.js';
import type { SourceAnswer, SourceRequest } from '../support/source-server.js';
import { eventually } from '../support/eventually.js';

const DEVICES = scaled(100_000);
/** A quarter of a gigabyte for 100,000 devices; with few of them, what every process needs besides weighs more. */
const MOST_BYTES = 50 * 2 ** 20 + DEVICES * 2_000;

/** All of them take a while on a machine with other work. */
const PATIENCE_MS = 120_000;
jest.setTimeout(PATIENCE_MS + 30_000);

/** NetBox with very many devices, which are made when they are asked for. */
class LargeNetBox extends NetBoxServer {
  private readonly platform = netBoxPlatform('Cisco IOS');
  private readonly example = netBoxDevice('example', { platform: this.platform });

  override answer({ url }: SourceRequest): SourceAnswer {
    const [limit, offset] = ['limit', 'offset'].map((key) => Number(url.searchParams.get(key))) as [number, number];
    const length = Math.max(0, Math.min(limit, DEVICES - offset));
    const results = Array.from({ length }, (_, at) => ({
      ...this.example,
      id: offset + at,
      name: `device-${offset + at}`,
      serial: `SN${offset + at}`,
    }));
    const more = offset + limit < DEVICES;
    const next = more ? `http://netbox.internal/api/dcim/devices/?limit=${limit}&offset=${offset + limit}` : null;
    return { json: { count: DEVICES, next, previous: null, results } };
  }
}

describe(`an inventory of ${DEVICES} devices`, () => {
  let server: LargeNetBox;
  let tom: EmbeddedTom;
  let bytesBefore: number;

  beforeAll(async () => {
    server = new LargeNetBox([]);
    await server.start();
    bytesBefore = await usedBytes();
    const netbox = { plugin_netbox_url: server.url, plugin_netbox_token: 't', plugin_netbox_page_size: 1_000 };
    tom = await EmbeddedTom.start({ devices: {}, credentials: {}, settings: { inventory_type: 'netbox', ...netbox } });
    await eventually(async () => (await tom.client.get('/ready')).json.status === 'ready', PATIENCE_MS);
  });

  afterAll(async () => {
    await tom.stop();
    await server.stop();
  });

  it('is kept in little memory, and look-ups ask the source for nothing', async () => {
    server.requests.splice(0);
    expect((await usedBytes()) - bytesBefore).toBeLessThan(MOST_BYTES);
    for (const at of [0, DEVICES - 1, Math.floor(DEVICES / 2)]) {
      expect((await tom.client.get(`/api/inventory/device-${at}`)).status).toBe(200);
    }
    expect(server.requests).toEqual([]);
  });

  it('is exported whole, and by pages', async () => {
    const { text } = await tom.client.get('/api/inventory/export');
    expect(Object.keys(JSON.parse(text) as object)).toHaveLength(DEVICES);
    const { json, headers } = await tom.client.get('/api/inventory/export?limit=3&cursor=device-100');
    const names = Array.from({ length: DEVICES }, (_, at) => `device-${at}`).sort();
    const page = names.slice(names.indexOf('device-100') + 1).slice(0, 3);
    expect(Object.keys(json)).toEqual(page);
    expect(headers.get('link')).toBe(`</api/inventory/export?limit=3&cursor=${page[2]}>; rel="next"`);
  });

  it('is filtered by its fields, and a filter that would never end holds up nobody', async () => {
    const last = `device-${DEVICES - 1}`;
    const { json } = await tom.client.get(`/api/inventory/export?name=${last}$&device_type=c9300&platform=ios`);
    expect(Object.keys(json)).toEqual([last]);
    const hard = await Promise.all([
      tom.client.get(`/api/inventory/export?name=${encodeURIComponent('(([a-z]+)*-?)*[0-9]*x')}`),
      tom.client.get('/api/inventory/device-1'),
    ]);
    expect(hard.map(({ status }) => status)).toEqual([400, 200]);
    const unknown = await tom.client.get('/api/inventory/export?nmae=x');
    expect([unknown.status, unknown.json.detail]).toEqual([400, expect.stringContaining('did you mean "name"')]);
  });
});
