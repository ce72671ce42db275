import { eventually } from '../support/eventually.js';
import { commandJob } from '../support/job-payloads.js';
import { startRedisJobs, type RedisJobs } from '../support/redis-jobs.js';
import { RedisSentinels } from '../support/redis-sentinels.js';
import { describeWith } from '../support/requirements.js';

const PATIENT_MS = 40_000;

describeWith(['redis-server'], 'BullJobQueue when Redis fails over under Sentinel', () => {
  let redis: RedisSentinels;
  let jobs: RedisJobs;
  let worker: RedisJobs;

  beforeEach(async () => {
    redis = await RedisSentinels.start();
    jobs = await startRedisJobs(redis.settings);
    worker = await startRedisJobs(redis.settings);
  });

  afterEach(async () => {
    await worker.close();
    await jobs.close();
    await redis.remove();
  });

  it('goes on by itself, with the jobs that the new master has', async () => {
    const early = await jobs.queue.enqueue(commandJob('r1'));
    expect(await jobs.redis.commands.wait(1, 5_000)).toBe(1);
    const waiting = jobs.queue.waitUntilFinished(early.id, PATIENT_MS, early);
    await redis.master.stop('SIGKILL');
    const late = await eventually(() => jobs.queue.enqueue(commandJob('r2')).catch(() => undefined), PATIENT_MS);
    await worker.queue.consume(async () => ({ kind: 'completed' }));
    expect(await jobs.queue.waitUntilFinished(late.id, PATIENT_MS, late)).toMatchObject({ status: 'COMPLETE' });
    expect(await waiting).toMatchObject({ status: 'COMPLETE' });
  });

  it('ends the wait for a job that was lost with the old master', async () => {
    redis.replica.freeze();
    await jobs.redis.commands.call('CLIENT', 'KILL', 'TYPE', 'REPLICA');
    const { id } = await jobs.queue.enqueue(commandJob('r1'));
    const waiting = jobs.queue.waitUntilFinished(id, PATIENT_MS);
    await eventually(async () => (await jobs.queue.get(id)) !== undefined);
    await redis.master.stop('SIGKILL');
    redis.replica.thaw();
    expect(await waiting).toBeUndefined();
  });
});
