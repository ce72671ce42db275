import { Lab } from '../../src/lab/lab.js';
import type { LabDevice } from '../../src/lab/lab-device.js';
import { EmbeddedTom } from '../support/embedded-tom.js';
import { eventually } from '../support/eventually.js';
import type { Answer } from '../support/tom-client.js';

const LOGIN = { username: 'admin', password: 'pl4nted-c4che' };
const CLOCK = 'show clock';

interface CacheMeta {
  readonly cache_status: string;
  readonly commands: Record<string, { cache_status: string; cached_at?: string; age_seconds?: number; ttl?: number }>;
}

function cacheOf({ json }: Answer): CacheMeta {
  return (json.result?.meta as { cache: CacheMeta }).cache;
}

describe('output cache, embedded', () => {
  let lab: Lab;
  let tom: EmbeddedTom;

  const names = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r9', 'r10'];

  function device(name: string): LabDevice {
    const found = lab.devices.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no device ${name}`);
    return found;
  }

  /** How often a device was asked. */
  function asked(name: string, command = CLOCK): number {
    return device(name).log.commands.filter(({ text }) => text === command).length;
  }

  const cached = (name: string, more: Record<string, unknown> = {}): Promise<Answer> =>
    tom.client.send(name, CLOCK, { use_cache: true, ...more });

  const several = (name: string, commands: string[], more: Record<string, unknown> = {}): Promise<Answer> =>
    tom.client.post(`/api/device/${name}/send_commands`, { commands, wait: true, ...more });

  beforeAll(async () => {
    lab = await Lab.start({ devices: names.map((name) => ({ name, platform: 'cisco_ios', ...LOGIN })) });
    const devices = lab.devices.map(({ name, port }) => [name, { port, adapter_driver: 'cisco_ios' }]);
    tom = await EmbeddedTom.start({
      devices: Object.fromEntries(devices) as Record<string, { port: number; adapter_driver: string }>,
      credentials: { lab: LOGIN },
      settings: { allow_inline_credentials: true },
    });
  });

  afterAll(async () => {
    await tom.stop();
    await lab.stop();
  });

  it('answers the second time without a job', async () => {
    expect(cacheOf(await cached('r1'))).toEqual({
      cache_status: 'miss',
      commands: { [CLOCK]: { cache_status: 'miss' } },
    });
    const hit = await cached('r1');
    expect(hit.json).toMatchObject({ status: 'COMPLETE', attempts: 1, error: null });
    expect(cacheOf(hit)).toMatchObject({
      cache_status: 'hit',
      commands: { [CLOCK]: { cache_status: 'hit', ttl: 300 } },
    });
    expect((await tom.client.get(`/api/job/${hit.json.job_id}`)).status).toBe(404);
    expect(asked('r1')).toBe(1);
  });

  it('is not asked without use_cache, and keeps nothing then', async () => {
    expect(cacheOf(await tom.client.send('r2', CLOCK))).toEqual({ cache_status: 'miss', commands: {} });
    expect(cacheOf(await cached('r2')).cache_status).toBe('miss');
  });

  it('runs what it does not hold and gives all in order', async () => {
    await several('r3', ['show version']);
    const partial = await several('r3', [CLOCK, 'show version', CLOCK]);
    expect(cacheOf(partial)).toMatchObject({
      cache_status: 'partial',
      commands: {
        [CLOCK]: { cache_status: 'miss' },
        'show version': { cache_status: 'hit' },
        [`${CLOCK}_1`]: { cache_status: 'miss' },
      },
    });
    expect(Object.keys(partial.json.result?.data ?? {})).toEqual([CLOCK, 'show version', `${CLOCK}_1`]);
    expect(partial.json.metadata.commands).toEqual([CLOCK, 'show version', CLOCK]);
    expect(asked('r3', 'show version')).toBe(1);
    const later = await tom.client.get(`/api/job/${partial.json.job_id}`);
    expect(later.json.result?.data).toEqual(partial.json.result?.data);
    expect(cacheOf(later).cache_status).toBe('partial');
  });

  it('gives a job to whoever does not wait, also where it holds all', async () => {
    await several('r3', [CLOCK, 'show version']);
    const before = asked('r3');
    const { json } = await several('r3', [CLOCK, 'show version'], { wait: false });
    const ended = await eventually(async () => {
      const answer = await tom.client.get(`/api/job/${json.job_id}`);
      return answer.json.status === 'COMPLETE' && answer;
    });
    expect(Object.keys(ended.json.result?.data ?? {})).toEqual([CLOCK, 'show version']);
    expect(cacheOf(ended).cache_status).toBe('hit');
    expect(asked('r3')).toBe(before);
  });

  it('asks anew where that is wanted, and keeps what it gets', async () => {
    await cached('r4');
    expect(cacheOf(await cached('r4', { cache_refresh: true })).cache_status).toBe('miss');
    expect(cacheOf(await cached('r4')).cache_status).toBe('hit');
    expect(asked('r4')).toBe(2);
  });

  it('gives nothing older than its time, and nothing older than a request allows', async () => {
    const hit = await eventually(async () => {
      await cached('r5', { cache_ttl: 1, cache_refresh: true });
      const answer = cacheOf(await cached('r5'));
      return answer.cache_status === 'hit' && answer;
    });
    expect(hit.commands[CLOCK]).toMatchObject({ cache_status: 'hit', ttl: 1 });
    await eventually(async () => cacheOf(await cached('r5')).cache_status === 'miss');
    expect(cacheOf(await cached('r5')).cache_status).toBe('hit');
    await eventually(async () => cacheOf(await cached('r5', { cache_ttl: 1 })).cache_status === 'miss');
  });

  it('gives nothing from before a configuration', async () => {
    await cached('r6');
    await tom.client.post('/api/device/r6/send_configs', { config_lines: ['interface Loopback0'], wait: true });
    expect(cacheOf(await cached('r6')).cache_status).toBe('miss');
  });

  it('keeps nothing that the device refused', async () => {
    await several('r6', ['show nonsense'], { use_cache: true });
    expect(cacheOf(await several('r6', ['show nonsense'], { use_cache: true })).cache_status).toBe('miss');
  });

  it('runs a command that changes something each time, unless the request itself asks for the cache', async () => {
    await several('r7', ['clear counters']);
    await several('r7', ['clear counters']);
    expect(asked('r7', 'clear counters')).toBe(2);
  });

  it('tells log-ins apart, those by their passwords as well that came with requests', async () => {
    const inline = { username: LOGIN.username, password: LOGIN.password };
    await cached('r8');
    expect(cacheOf(await cached('r8', inline)).cache_status).toBe('miss');
    expect(cacheOf(await cached('r8', inline)).cache_status).toBe('hit');
    const wrong = await cached('r8', { ...inline, password: 'wrong' });
    expect(wrong.json).toMatchObject({ status: 'FAILED', error_type: 'auth' });
  });

  it('runs once what many ask for at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => cached('r9')));
    expect(answers.map(({ json }) => json.status)).toEqual(Array.from({ length: 20 }, () => 'COMPLETE'));
    expect(new Set(answers.map(({ json }) => json.result?.data[CLOCK])).size).toBe(1);
    expect(asked('r9')).toBe(1);
  });

  it('says how old an answer is, and answers 304 to whoever has it', async () => {
    await cached('r10');
    const hit = await cached('r10');
    expect(Number(hit.headers.get('age'))).toBeGreaterThanOrEqual(0);
    const tag = hit.headers.get('etag') ?? '';
    expect(tag).toMatch(/^W\/"/);
    const ask = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${tom.client.base}/api/device/r10/send_command`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ command: CLOCK, wait: true, use_cache: true }),
      });
    const same = await ask({ 'If-None-Match': tag });
    expect([same.status, await same.text()]).toEqual([304, '']);
    expect((await ask({ 'If-None-Match': '"other"' })).status).toBe(200);
    await cached('r10', { cache_refresh: true });
    expect((await ask({ 'If-None-Match': tag })).status).toBe(200);
  });

  it('is shown and dropped by the name of a device', async () => {
    await several('r1', [CLOCK, 'show version']);
    const listed = await tom.client.get('/api/cache?device_name=r1');
    expect(JSON.parse(listed.text)).toEqual({
      device_filter: 'r1',
      count: 2,
      keys: ['r1:show clock', 'r1:show version'],
    });
    expect(JSON.parse((await tom.client.get('/api/cache/stats')).text)).toMatchObject({
      enabled: true,
      entries_per_device: { r1: 2 },
      default_ttl: 300,
      max_ttl: 3600,
      key_prefix: 'tom_cache',
    });
    const dropped = await tom.client.delete('/api/cache/r1');
    expect(JSON.parse(dropped.text)).toEqual({
      device: 'r1',
      deleted_count: 2,
      message: 'dropped 2 outputs of r1',
    });
    expect(cacheOf(await cached('r1')).cache_status).toBe('miss');
    expect((await tom.client.delete('/api/cache/nobody')).status).toBe(404);
    expect(JSON.parse((await tom.client.delete('/api/cache')).text)).toMatchObject({
      deleted_count: expect.any(Number) as number,
    });
    expect(JSON.parse((await tom.client.get('/api/cache')).text)).toEqual({ device_filter: null, count: 0, keys: [] });
  });
});
