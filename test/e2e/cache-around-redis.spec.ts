import { Redis } from 'ioredis';
import { Lab } from '../../src/lab/lab.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import type { Answer, TomClient } from '../support/tom-client.js';
import { TomFiles } from '../support/tom-files.js';
import { TomFleet } from '../support/tom-fleet.js';

const LOGIN = { username: 'admin', password: 'secret' };
const CLOCK = 'show clock';
/** Of its own, so that Redis can refuse the keys of the cache and no others. */
const KEY_PREFIX = 'outputs';
const ALL_OTHER_KEYS = ['~tom:[^o]*', '~tom-lease:*', '~bull:*'];

function statusOf({ json }: Answer): string | undefined {
  return (json.result?.meta as { cache: { cache_status: string } } | undefined)?.cache.cache_status;
}

describeWith(['redis-server'], 'output cache of two controllers around Redis', () => {
  let lab: Lab;
  let redis: RedisServer;
  let files: TomFiles;
  let fleet: TomFleet;

  const names = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'];

  function client(index: number): TomClient {
    const controller = fleet.controllers[index];
    if (controller === undefined) throw new Error(`there is no controller ${index}`);
    return controller.client;
  }

  const cached = (controller: number, name: string, more: Record<string, unknown> = {}): Promise<Answer> =>
    client(controller).send(name, CLOCK, { use_cache: true, ...more });

  function asked(name: string): number {
    return lab.device(name).log.commands.filter(({ text }) => text === CLOCK).length;
  }

  async function tellRedis(...commands: [string, ...string[]][]): Promise<unknown> {
    const connection = new Redis({ host: '127.0.0.1', port: redis.port });
    const answers = [];
    for (const command of commands) answers.push(await connection.call(...command));
    connection.disconnect();
    return answers.at(-1);
  }

  async function setKeys(keys: readonly string[]): Promise<void> {
    await tellRedis(['ACL', 'SETUSER', 'default', 'resetkeys', ...keys], ['ACL', 'LOG', 'RESET']);
  }

  /** Whether Redis has refused the keys of the cache since they were set. */
  async function hasRefused(): Promise<boolean> {
    return JSON.stringify(await tellRedis(['ACL', 'LOG'])).includes(KEY_PREFIX);
  }

  /** How many commands a controller has looked for in vain. */
  async function lookups(controller: number): Promise<number> {
    const { text } = await client(controller).get('/api/metrics');
    return Number(/^tom_cache_commands_total\{result="miss"\} (\d+)$/m.exec(text)?.[1] ?? 0);
  }

  /** Asks the first controller, then the second one for the same while the job is unfinished; both wait. */
  async function askBoth(name: string): Promise<[Promise<Answer | undefined>, Promise<Answer>]> {
    const before = await lookups(1);
    const first = cached(0, name).catch(() => undefined);
    await eventually(async () => (await client(1).get(`/api/jobs?device=${name}`)).text.includes('"job_id"'));
    const second = cached(1, name);
    await eventually(async () => (await lookups(1)) > before);
    return [first, second];
  }

  beforeAll(async () => {
    lab = await Lab.start({ devices: names.map((name) => ({ name, platform: 'cisco_ios', ...LOGIN })) });
    redis = await RedisServer.start({ isDurable: true });
    files = await TomFiles.create(
      Object.fromEntries(lab.devices.map(({ name, port }) => [name, { port, adapter_driver: 'cisco_ios' }])),
      { lab: LOGIN },
    );
    const settings = { redis_host: '127.0.0.1', redis_port: redis.port, cache_key_prefix: KEY_PREFIX };
    fleet = await TomFleet.start({ files, redis: settings, controllers: 2, workers: 1 });
  }, 120_000);

  afterAll(async () => {
    await fleet.stop();
    await redis.remove();
    await files.remove();
    await lab.stop();
  });

  it('is one: what either brought, the other gives', async () => {
    expect(statusOf(await cached(0, 'r1'))).toBe('miss');
    expect(statusOf(await cached(1, 'r1'))).toBe('hit');
    expect(asked('r1')).toBe(1);
  });

  it('runs once what many callers want of both at the same time, and they share the answer', async () => {
    const allLookups = async (): Promise<number> => (await lookups(0)) + (await lookups(1));
    const before = await allLookups();
    fleet.workers[0]?.child.kill('SIGSTOP');
    const asking = Promise.all(Array.from({ length: 20 }, (_, index) => cached(index % 2, 'r2')));
    await eventually(async () => (await allLookups()) === before + 20);
    await lab.device('r2').setFaults({ delayMs: 300 });
    fleet.workers[0]?.child.kill('SIGCONT');
    const answers = await asking;
    expect(new Set(answers.map(({ json }) => json.status))).toEqual(new Set(['COMPLETE']));
    expect(new Set(answers.map(({ json }) => json.job_id)).size).toBe(1);
    expect(new Set(answers.map(({ json }) => json.result?.data[CLOCK])).size).toBe(1);
    expect(asked('r2')).toBe(1);
  });

  it('is bypassed where the store refuses it alone: commands run all the same, and say so', async () => {
    await cached(0, 'r3');
    await setKeys(ALL_OTHER_KEYS);
    const bypassed = [await cached(0, 'r3'), await cached(1, 'r3')];
    await setKeys(['allkeys']);
    expect(bypassed.map(({ status, json }) => [status, json.status])).toEqual([
      [200, 'COMPLETE'],
      [200, 'COMPLETE'],
    ]);
    expect(bypassed.map(statusOf)).toEqual(['error', 'error']);
    expect(asked('r3')).toBe(3);
    expect(statusOf(await cached(1, 'r3'))).toBe('hit');
  });

  it('gives nothing from before a configuration that was sent while the store refused it', async () => {
    expect(statusOf(await cached(1, 'r3'))).toBe('hit');
    await setKeys(ALL_OTHER_KEYS);
    const configs = { config_lines: ['interface Loopback0'], wait: true };
    const configured = client(0).post('/api/device/r3/send_configs', configs);
    await eventually(hasRefused);
    expect(lab.device('r3').log.configLines).toHaveLength(1);
    await setKeys(['allkeys']);
    expect((await configured).json).toMatchObject({ status: 'COMPLETE', outcome: 'applied' });
    expect(statusOf(await cached(1, 'r3'))).toBe('miss');
  });

  it('answers 503 while Redis is killed, which the queue needs as well, and gives what it held when that is back', async () => {
    await cached(0, 'r4');
    await redis.stop('SIGKILL');
    const during = await Promise.all([cached(0, 'r4'), cached(1, 'r4'), client(0).get('/api/cache?device_name=r4')]);
    expect(during.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(during.map(({ text }) => text.includes('Redis'))).toEqual([true, true, true]);
    const refusal = await eventually(async () => {
      const answer = await cached(0, 'r4');
      return answer.text.includes('ECONNREFUSED') ? answer : undefined;
    });
    expect([refusal.status, refusal.headers.get('retry-after')]).toEqual([503, '5']);
    await redis.resume();
    for (const index of [0, 1]) await eventually(async () => (await client(index).get('/ready')).status === 200);
    const after = [await cached(0, 'r4'), await cached(1, 'r4')];
    expect(after.map(statusOf)).toEqual(['hit', 'hit']);
    expect(asked('r4')).toBe(1);
    expect(statusOf(await cached(0, 'r4', { cache_refresh: true }))).toBe('miss');
  });

  it('answers at both when the worker of their one job is killed', async () => {
    await lab.device('r5').setFaults({ neverAnswer: 'command' });
    const both = await askBoth('r5');
    await eventually(() => lab.device('r5').log.connections > 0);
    await lab.device('r5').setFaults({});
    await fleet.replaceWorker(0, 'SIGKILL');
    const [first, second] = await Promise.all(both);
    expect(first?.json).toMatchObject({ status: 'COMPLETE', attempts: 2 });
    expect(second.json.job_id).toBe(first?.json.job_id);
    expect(second.json.status).toBe('COMPLETE');
  });

  it('answers at one when the other, which queued the job for both, is killed', async () => {
    await fleet.workers[0]?.stop();
    const [first, second] = await askBoth('r6');
    await fleet.controllers[0]?.stop('SIGKILL');
    expect(await first).toBeUndefined();
    await fleet.replaceWorker(0, 'SIGKILL');
    expect((await second).json.status).toBe('COMPLETE');
    expect(asked('r6')).toBe(1);
  });
});
