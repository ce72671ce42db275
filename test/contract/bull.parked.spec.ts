import type { JobOutcome } from '../../src/modules/jobs/job-queue.port.js';
import { eventually } from '../support/eventually.js';
import { commandJob } from '../support/job-payloads.js';
import { startRedisJobs } from '../support/redis-jobs.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import { TestPlace } from './parked-jobs.contract.js';

const COMPLETED: JobOutcome = { kind: 'completed' };

describeWith(['redis-server'], 'a job parked in Bull', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await RedisServer.start();
  });

  afterAll(() => redis.remove());

  it('gives its place up when it is aborted after it was called', async () => {
    const jobs = await startRedisJobs(redis.settings, { partitions: 1 });
    const place = new TestPlace(600_000);
    let atDevice = 0;
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const consumer = await jobs.queue.consume(async ({ id }) => {
      if (id === parked.id) return { kind: 'parked', place };
      atDevice++;
      await finished;
      return COMPLETED;
    });
    const parked = await jobs.queue.enqueue(commandJob());
    await eventually(() => place.isKept);
    // As many as are taken at a time: no further job is delivered.
    const others = await Promise.all(Array.from({ length: 256 }, () => jobs.queue.enqueue(commandJob())));
    await eventually(() => atDevice === others.length);
    place.call();
    await eventually(async () => (await jobs.queue.depths()).every(({ delayed }) => delayed === 0));
    await jobs.queue.cancel(parked.id);
    await eventually(() => place.isDropped);
    finish();
    await consumer.close(1_000);
    await jobs.close();
  });
});
