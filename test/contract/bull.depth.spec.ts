import { newJobId } from '../../src/modules/jobs/job-id.js';
import type { JobConsumer } from '../../src/modules/jobs/job-queue.port.js';
import { DeviceQueueFullError } from '../../src/modules/jobs/jobs.errors.js';
import { eventually } from '../support/eventually.js';
import { commandJob } from '../support/job-payloads.js';
import { startRedisJobs, type RedisJobs } from '../support/redis-jobs.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';

const SET = 'bull:{tom:jobs:0}:device:a:22';
const INDEX = 'bull:{tom:jobs:0}:index';
const PATIENT_MS = 20_000;

describeWith(['redis-server'], 'The count of a device in Redis', () => {
  let redis: RedisServer;
  let jobs: RedisJobs;
  let consumer: JobConsumer;

  beforeAll(async () => {
    redis = await RedisServer.start();
    jobs = await startRedisJobs(redis.settings, { partitions: 1, maxQueueDepthPerDevice: 3 });
    consumer = await jobs.queue.consume(async ({ payload }) => {
      if (payload.kind === 'commands' && payload.commands[0] === 'stay') return { kind: 'retry', delayMs: 600_000 };
      return { kind: 'completed' };
    });
  });

  afterAll(async () => {
    await consumer.close(0);
    await jobs.close();
    await redis.remove();
  });

  it('forgets jobs that a lost worker did not take out', async () => {
    const finished = await jobs.queue.enqueue(commandJob('a'));
    await jobs.queue.waitUntilFinished(finished.id, PATIENT_MS);
    const lost = newJobId(0, Date.now() - 3_600_000);
    await jobs.redis.commands.sadd(SET, finished.id, lost);
    const stay = commandJob('a', { commands: ['stay'] });
    for (let index = 0; index < 3; index++) await jobs.queue.enqueue(stay);
    await expect(jobs.queue.enqueue(stay)).rejects.toThrow(DeviceQueueFullError);
    expect(await jobs.redis.commands.scard(SET)).toBe(3);
  });

  it('goes with the indexes, out of which jobs go that are there no more', async () => {
    const { commands } = jobs.redis;
    const gone = Array.from({ length: 200 }, () => newJobId(0, Date.now() - 3_600_000));
    const young = newJobId(0);
    for (const index of [INDEX, `${INDEX}:b:22`]) {
      await commands.zadd(index, ...[...gone, young].flatMap((id) => [0, id]));
    }
    let added = 0;
    await eventually(async () => {
      const { id } = await jobs.queue.enqueue(commandJob('b'));
      await jobs.queue.waitUntilFinished(id, PATIENT_MS);
      added++;
      return (await commands.zcard(`${INDEX}:b:22`)) <= added + 1;
    });
    expect(await commands.zscore(`${INDEX}:b:22`, young)).not.toBeNull();
    await eventually(async () => (await commands.zscore(INDEX, gone.at(-1) ?? '')) === null);
  });
});
