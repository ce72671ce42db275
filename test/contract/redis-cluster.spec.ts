import { Test, type TestingModule } from '@nestjs/testing';
import { SharedState } from '../../src/modules/state/shared-state.port.js';
import { StateModule } from '../../src/modules/state/state.module.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { startRedisJobs } from '../support/redis-jobs.js';
import { describeWith } from '../support/requirements.js';
import type { JobQueueUnderTest } from './job-engine.js';
import { itKeepsTheJobQueueContract } from './job-queue.contract.js';
import { itKeepsTheSharedStateContract } from './shared-state.contract.js';

describeWith(['redis-server'], 'on a Redis Cluster', () => {
  let cluster: RedisCluster;

  beforeAll(async () => {
    cluster = await RedisCluster.start();
  });

  afterAll(() => cluster.remove());

  describe('RedisSharedState', () => {
    let app: TestingModule;

    beforeAll(async () => {
      app = await Test.createTestingModule({ imports: [StateModule.register(cluster.settings)] }).compile();
      app.useLogger(false);
      await app.init();
    });

    afterAll(() => app.close());

    itKeepsTheSharedStateContract(() => app.get(SharedState));
  });

  describe('BullJobQueue', () => {
    itKeepsTheJobQueueContract(async (options) => {
      const open = async (): Promise<JobQueueUnderTest> => {
        const { queue, close } = await startRedisJobs(cluster.settings, options);
        const reopen = async (): Promise<JobQueueUnderTest> => {
          await close();
          return open();
        };
        return { queue, close, reopen };
      };
      await cluster.clear();
      return open();
    });
  });
});
