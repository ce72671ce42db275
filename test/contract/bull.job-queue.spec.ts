import { RedisServer } from '../support/redis-server.js';
import { startRedisJobs } from '../support/redis-jobs.js';
import { describeWith } from '../support/requirements.js';
import { itKeepsTheJobQueueContract } from './job-queue.contract.js';

describeWith(['redis-server'], 'BullJobQueue', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await RedisServer.start();
  });

  afterAll(() => redis.remove());

  itKeepsTheJobQueueContract(async (options) => {
    const jobs = await startRedisJobs(redis.settings, options);
    await jobs.redis.commands.flushall();
    return jobs;
  });
});
