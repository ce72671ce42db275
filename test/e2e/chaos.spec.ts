import { Lab } from '../../src/lab/lab.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import { scaled } from '../support/scale.js';
import type { JobAnswer, TomClient } from '../support/tom-client.js';
import { TomFiles } from '../support/tom-files.js';
import { TomFleet } from '../support/tom-fleet.js';

const LOGIN = { username: 'admin', password: 'secret' };
const DEVICES = 40;
const WORKERS = 3;
const READS = scaled(2_000);
const CONFIGS = scaled(200);
const LINES = 3;
/** Requests under way at a time. */
const CALLERS = 20;
const WAITING_CALLERS = 8;
const FINAL = new Set(['COMPLETE', 'FAILED', 'ABORTED']);

describeWith(['redis-server'], 'two controllers and three workers', () => {
  let lab: Lab;
  let redis: RedisServer;
  let files: TomFiles;
  let fleet: TomFleet;

  beforeAll(async () => {
    const names = Array.from({ length: DEVICES }, (_, index) => `r${index}`);
    const faults = { delayMs: 20 };
    lab = await Lab.start({ devices: names.map((name) => ({ name, platform: 'cisco_ios', ...LOGIN, faults })) });
    redis = await RedisServer.start({ isDurable: true });
    const inventory = lab.devices.map(({ name, port }) => [name, { port, adapter_driver: 'cisco_ios' }] as const);
    files = await TomFiles.create(Object.fromEntries(inventory), { lab: LOGIN });
    const address = { redis_host: '127.0.0.1', redis_port: redis.port };
    fleet = await TomFleet.start({ files, redis: address, controllers: 2, workers: WORKERS });
  }, 120_000);

  afterAll(async () => {
    await fleet.stop();
    await redis.remove();
    await files.remove();
    await lab.stop();
  });

  function client(index: number): TomClient {
    const controller = fleet.controllers[index % fleet.controllers.length];
    if (controller === undefined) throw new Error('there is no controller');
    return controller.client;
  }

  function device(index: number): string {
    return `r${index % DEVICES}`;
  }

  /** Asks until a controller accepts; gives the id of the job. Each time the request is another one. */
  function accepted(index: number, path: string, body: () => unknown): Promise<string> {
    return eventually(async () => {
      const answer = await client(index)
        .post(`/api/device/${device(index)}/${path}`, body())
        .catch(() => undefined);
      return answer?.status === 200 ? answer.json.job_id : undefined;
    });
  }

  /** Does something `count` times, some of them at a time; gives what came of it, in order. */
  async function many<T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> {
    const results: T[] = [];
    let next = 0;
    const call = async (): Promise<void> => {
      while (next < count) {
        const index = next++;
        results[index] = await act(index);
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, call));
    return results;
  }

  /** How each job ended, once all have. As long as one more ends within the patience of `eventually`, nothing is stuck. */
  async function endsOf(ids: readonly string[]): Promise<Map<string, JobAnswer>> {
    const ends = new Map<string, JobAnswer>();
    const look = async (): Promise<number> => {
      const open = ids.filter((id) => !ends.has(id));
      await many(open.length, async (index) => {
        const id = open[index] ?? '';
        const answer = await client(index)
          .get(`/api/job/${id}`)
          .catch(() => undefined);
        if (answer !== undefined && FINAL.has(answer.json.status)) ends.set(id, answer.json);
      });
      return ends.size;
    };
    while (ends.size < ids.length) {
      const before = ends.size;
      await eventually(async () => (await look()) > before);
    }
    return ends;
  }

  function overcrowded(): string[] {
    return lab.devices.filter(({ log }) => log.maxSessionsOpen > 1).map(({ name }) => name);
  }

  it('answer every caller that waits, with the words of its device, while all workers are restarted in turn', async () => {
    let isRolling = true;
    const rolling = (async () => {
      for (let index = 0; index < WORKERS; index++) await fleet.replaceWorker(index, 'SIGTERM');
    })().finally(() => (isRolling = false));
    let asked = 0;
    const callers = Array.from({ length: WAITING_CALLERS }, async () => {
      while (isRolling) {
        const index = asked++;
        const { json } = await client(index).send(device(index), 'show version', { timeout: 60 });
        const text = json.result?.data['show version'] ?? '';
        expect([json.status, text.includes(`${device(index)} uptime`)]).toEqual(['COMPLETE', true]);
      }
    });
    await Promise.all([rolling, ...callers]);
    expect(asked).toBeGreaterThan(DEVICES);
    expect(overcrowded()).toEqual([]);
  }, 120_000);

  it('lose nothing and do nothing twice, while workers are killed, Redis restarts and devices drop connections', async () => {
    const linesOf = new Map<string, string[]>();
    let lastLine = 0;
    const newLines = (): string[] =>
      Array.from({ length: LINES }, () => `ip route 10.${lastLine >> 8}.${lastLine++ & 255}.0 255.255.255.0 Null0`);
    const queueConfig = async (index: number): Promise<string> => {
      let config_lines: string[] = [];
      const id = await accepted(index, 'send_configs', () => ({
        config_lines: (config_lines = newLines()),
        retries: 20,
      }));
      linesOf.set(id, config_lines);
      return id;
    };
    const queueRead = (index: number): Promise<string> =>
      accepted(index, 'send_commands', () => ({ commands: ['show version'], use_cache: false, retries: 20 }));
    let isQueueing = true;
    const queueing = Promise.all([many(READS, queueRead), many(CONFIGS, queueConfig)]).finally(
      () => (isQueueing = false),
    );

    for (let round = 0; round < WORKERS || isQueueing; round++) {
      for (const each of lab.devices) if (each.name.length % 2 === round % 2) each.disconnectAll();
      if (round === 1) {
        await redis.stop('SIGKILL');
        await redis.resume();
      }
      await fleet.replaceWorker(round % WORKERS, 'SIGKILL');
    }
    const [reads, configs] = await queueing;

    const ends = await endsOf([...reads, ...configs]);
    expect(reads.map((id) => ends.get(id)).filter((end) => end?.status !== 'COMPLETE')).toEqual([]);

    const taken = lab.devices.flatMap(({ log }) => log.configLines.map(({ text }) => text));
    expect(taken).toHaveLength(new Set(taken).size);
    const untrue = configs.filter((id) => !isTrue(ends.get(id)?.outcome, linesOf.get(id) ?? [], taken));
    expect(untrue.map((id) => ends.get(id))).toEqual([]);
    expect(overcrowded()).toEqual([]);
    expect(await endsOf([...ends.keys()])).toEqual(ends);
  }, 180_000);
});

/** Whether what is said of a configuration is true, by the lines that devices have taken. */
function isTrue(outcome: string | null | undefined, lines: readonly string[], taken: readonly string[]): boolean {
  const count = lines.filter((line) => taken.includes(line)).length;
  if (outcome === 'unknown_outcome') return true;
  return outcome === 'applied' ? count === lines.length : outcome === 'not_sent' && count === 0;
}
