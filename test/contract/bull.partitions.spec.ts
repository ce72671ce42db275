import type { JobHandler } from '../../src/modules/jobs/job-queue.port.js';
import { eventually } from '../support/eventually.js';
import { commandJob } from '../support/job-payloads.js';
import { startRedisJobs, type RedisJobs } from '../support/redis-jobs.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';

const PATIENT_MS = 40_000;
const HOSTS = Array.from({ length: 40 }, (_, index) => `192.0.2.${index}`);

describeWith(['redis-server'], 'partitions of several workers', () => {
  let redis: RedisServer;
  let controller: RedisJobs;
  const opened: RedisJobs[] = [];

  beforeAll(async () => {
    redis = await RedisServer.start();
    controller = await open();
  });

  afterAll(async () => {
    for (const jobs of opened) await jobs.close();
    await redis.remove();
  });

  async function open(): Promise<RedisJobs> {
    const jobs = await startRedisJobs(redis.settings, { partitions: 16 });
    opened.push(jobs);
    return jobs;
  }

  /** Queues a job for each host; gives when all have ended. */
  async function runAll(): Promise<void> {
    const records = await Promise.all(HOSTS.map((host) => controller.queue.enqueue(commandJob(host))));
    const ended = await Promise.all(records.map(({ id }) => controller.queue.waitUntilFinished(id, PATIENT_MS)));
    expect(new Set(ended.map((record) => record?.status))).toEqual(new Set(['COMPLETE']));
  }

  it('go to a worker that comes, all jobs of a device to the same, and back when it leaves', async () => {
    const hostsOf: Set<string>[] = [new Set(), new Set()];
    const handler =
      (worker: number): JobHandler =>
      async ({ payload }) => {
        hostsOf[worker]?.add(payload.device.host);
        return { kind: 'completed' };
      };
    await (await open()).queue.consume(handler(0));
    await runAll();
    expect(hostsOf[0]?.size).toBe(HOSTS.length);

    const second = await (await open()).queue.consume(handler(1));
    await eventually(async () => {
      for (const hosts of hostsOf) hosts.clear();
      for (let round = 0; round < 3; round++) await runAll();
      const [atFirst = 0, atSecond = 0] = hostsOf.map(({ size }) => size);
      return atSecond > 0 && atFirst + atSecond === HOSTS.length;
    });

    await second.close(0);
    hostsOf[0]?.clear();
    await runAll();
    expect(hostsOf[0]?.size).toBe(HOSTS.length);
  });
});
