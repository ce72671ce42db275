import type { JobDelivery, JobOutcome } from '../../src/modules/jobs/job-queue.port.js';
import { QueueUnavailableError } from '../../src/modules/jobs/jobs.errors.js';
import { eventually } from '../support/eventually.js';
import { commandJob } from '../support/job-payloads.js';
import { startRedisJobs, type RedisJobs } from '../support/redis-jobs.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';

const PATIENT_MS = 40_000;
const COMPLETED: JobOutcome = { kind: 'completed' };

describeWith(['redis-server'], 'BullJobQueue while Redis is away', () => {
  let redis: RedisServer;
  let jobs: RedisJobs;

  beforeEach(async () => {
    redis = await RedisServer.start({ isDurable: true });
    jobs = await startRedisJobs(redis.settings);
  });

  afterEach(async () => {
    await jobs.close();
    await redis.remove();
  });

  it('rejects what it is asked', async () => {
    const known = await jobs.queue.enqueue(commandJob());
    const { id } = known;
    await redis.stop();
    await expect(jobs.queue.enqueue(commandJob())).rejects.toThrow(QueueUnavailableError);
    await expect(jobs.queue.get(id)).rejects.toThrow(/Redis at 127\.0\.0\.1:\d+ does not answer/);
    await expect(jobs.queue.waitUntilFinished(id, PATIENT_MS)).rejects.toThrow(QueueUnavailableError);
    expect(await jobs.queue.waitUntilFinished(id, 20, known)).toEqual(known);
  });

  it('rejects when it was never there', async () => {
    await redis.stop();
    const early = await startRedisJobs(redis.settings);
    await expect(early.queue.enqueue(commandJob())).rejects.toThrow(QueueUnavailableError);
    await redis.resume();
    const consumer = await early.queue.consume(async () => COMPLETED);
    const { id } = await eventually(() => early.queue.enqueue(commandJob()).catch(() => undefined));
    expect(await early.queue.waitUntilFinished(id, PATIENT_MS)).toMatchObject({ status: 'COMPLETE' });
    await consumer.close(0);
    await early.close();
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)('keeps accepted jobs and goes on by itself after a %s', async (signal) => {
    const records = await Promise.all(
      Array.from({ length: 50 }, (_, index) => jobs.queue.enqueue(commandJob(`r${index}`))),
    );
    const early = await jobs.queue.enqueue(commandJob('first'));
    const consumer = await jobs.queue.consume(async ({ id }) =>
      id === early.id ? COMPLETED : { kind: 'retry', delayMs: 3_000 },
    );
    await jobs.queue.waitUntilFinished(early.id, PATIENT_MS);
    await redis.stop(signal);
    await consumer.close(0);
    await redis.resume();

    const heir = await startRedisJobs(redis.settings);
    const second = await heir.queue.consume(async () => COMPLETED);
    const ended = await Promise.all(
      records.map(({ id }) => eventually(() => jobs.queue.waitUntilFinished(id, PATIENT_MS).catch(() => undefined))),
    );
    expect(new Set(ended.map(({ status }) => status))).toEqual(new Set(['COMPLETE']));
    await second.close(0);
    await heir.close();
  });

  it('holds a waiter until its job has ended after the outage', async () => {
    let finish = (_: JobOutcome): void => undefined;
    const consumer = await jobs.queue.consume((delivery) => {
      delivery.begin();
      return new Promise((resolve) => (finish = resolve));
    });
    const known = await jobs.queue.enqueue(commandJob());
    const waiting = jobs.queue.waitUntilFinished(known.id, PATIENT_MS, known);
    await eventually(async () => (await jobs.queue.get(known.id))?.status === 'ACTIVE');
    await redis.stop('SIGKILL');
    await eventually(() => !jobs.redis.isReady);
    finish(COMPLETED);
    await redis.resume();
    expect(await waiting).toMatchObject({ status: 'COMPLETE', attempts: 1 });
    await consumer.close(0);
  });

  it('starts to consume once Redis is there', async () => {
    await redis.stop();
    const worker = await startRedisJobs(redis.settings);
    const consumer = await worker.queue.consume(async () => COMPLETED);
    await redis.resume();
    const { id } = await eventually(() => jobs.queue.enqueue(commandJob()).catch(() => undefined));
    expect(await jobs.queue.waitUntilFinished(id, PATIENT_MS)).toMatchObject({ status: 'COMPLETE' });
    await consumer.close(0);
    await worker.close();
  });

  it('closes without Redis, also with an outcome that it cannot report', async () => {
    let delivered: JobDelivery | undefined;
    let finish = (_: JobOutcome): void => undefined;
    const consumer = await jobs.queue.consume((delivery) => {
      delivered = delivery;
      return new Promise((resolve) => (finish = resolve));
    });
    await jobs.queue.enqueue(commandJob());
    await eventually(() => delivered);
    await redis.stop();
    await eventually(() => !jobs.redis.isReady);
    finish(COMPLETED);
    await consumer.close(0);
  });
});
