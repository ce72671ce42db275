import { RedisServer } from '../support/redis-server.js';
import { startRedisJobs } from '../support/redis-jobs.js';
import { describeWith } from '../support/requirements.js';
import type { JobQueueUnderTest } from './job-engine.js';
import { itKeepsTheJobQueueContract } from './job-queue.contract.js';

describeWith(['redis-server'], 'BullJobQueue', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await RedisServer.start();
  });

  afterAll(() => redis.remove());

  itKeepsTheJobQueueContract(async (options) => {
    const open = async (): Promise<JobQueueUnderTest> => {
      const { queue, close } = await startRedisJobs(redis.settings, options);
      const reopen = async (): Promise<JobQueueUnderTest> => {
        await close();
        return open();
      };
      return { queue, close, reopen };
    };
    await redis.clear();
    return open();
  });
});
