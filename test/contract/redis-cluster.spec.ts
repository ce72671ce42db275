import { Test, type TestingModule } from '@nestjs/testing';
import { SharedState } from '../../src/modules/state/shared-state.port.js';
import { StateModule } from '../../src/modules/state/state.module.js';
import { commandJob } from '../support/job-payloads.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { startRedisJobs } from '../support/redis-jobs.js';
import { describeWith } from '../support/requirements.js';
import { itKeepsTheSharedStateContract } from './shared-state.contract.js';

const PATIENT_MS = 60_000;

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

  it('jobs of many devices run, each once, on two workers', async () => {
    const controller = await startRedisJobs(cluster.settings);
    const workers = await Promise.all([1, 2].map(() => startRedisJobs(cluster.settings)));
    const runs: string[] = [];
    for (const { queue } of workers) {
      await queue.consume(async ({ id }) => {
        runs.push(id);
        return { kind: 'completed' };
      });
    }
    const hosts = Array.from({ length: 200 }, (_, index) => `192.0.2.${index}`);
    const records = await Promise.all(hosts.map((host) => controller.queue.enqueue(commandJob(host))));
    const ids = records.map((record) => record.id);
    const ended = await Promise.all(ids.map((id) => controller.queue.waitUntilFinished(id, PATIENT_MS)));
    expect(new Set(ended.map((record) => record?.status))).toEqual(new Set(['COMPLETE']));
    expect(runs.sort()).toEqual(ids.sort());
    for (const { close } of [...workers, controller]) await close();
  }, 90_000);
});
