import { Test, type TestingModule } from '@nestjs/testing';
import { SharedState } from '../../src/modules/state/shared-state.port.js';
import { StateModule } from '../../src/modules/state/state.module.js';
import { eventually } from '../support/eventually.js';
import { commandJob } from '../support/job-payloads.js';
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

  it('the jobs of all partitions go on when nodes end and come back', async () => {
    const controller = await startRedisJobs(cluster.settings);
    const worker = await startRedisJobs(cluster.settings);
    await cluster.clear();
    await worker.queue.consume(async () => ({ kind: 'completed' }));
    const runAll = async (): Promise<void> => {
      const hosts = Array.from({ length: 40 }, (_, index) => `192.0.2.${index}`);
      const jobs = await Promise.all(hosts.map((host) => controller.queue.enqueue(commandJob(host))));
      const ended = await Promise.all(jobs.map((job) => controller.queue.waitUntilFinished(job.id, 20_000)));
      expect(new Set(ended.map((record) => record?.status))).toEqual(new Set(['COMPLETE']));
    };
    await runAll();
    for (const node of cluster.nodes) await node.stop('SIGKILL');
    for (const node of cluster.nodes) await node.resume();
    await eventually(() => controller.queue.enqueue(commandJob('r1')).catch(() => undefined));
    await eventually(() =>
      runAll().then(
        () => true,
        () => false,
      ),
    );
    await worker.close();
    await controller.close();
  });
});
