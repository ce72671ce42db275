import { JobsSettings } from '../../src/config/groups/jobs.settings.js';
import { Lab } from '../../src/lab/lab.js';
import { deviceKey, partitionOf } from '../../src/modules/jobs/partition.js';
import { eventually } from '../support/eventually.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisSentinels } from '../support/redis-sentinels.js';
import type { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import type { TomClient } from '../support/tom-client.js';
import { TomFiles } from '../support/tom-files.js';
import { TomFleet } from '../support/tom-fleet.js';

const LOGIN = { username: 'admin', password: 'secret' };

/** A master, and the replica that takes over from it. */
interface FailingRedis {
  readonly master: RedisServer;
  readonly replica: RedisServer;
  /** Settings that say where they are. */
  readonly address: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

async function startSentinels(): Promise<FailingRedis> {
  const redis = await RedisSentinels.start();
  const { master, replica, settings } = redis;
  const address = { redis_sentinels: settings.sentinels.join(',') };
  return { master, replica, address, remove: () => redis.remove() };
}

/** The master is the one that holds the jobs of the device. */
async function startCluster(port: number): Promise<FailingRedis> {
  const redis = await RedisCluster.start();
  const partition = partitionOf(deviceKey({ host: '127.0.0.1', port }), new JobsSettings().partitions);
  const { master, replica } = await redis.replicate(`{tom:jobs:${partition}}`);
  const address = { redis_cluster: redis.settings.cluster.join(',') };
  return { master, replica, address, remove: () => redis.remove() };
}

describeWith(['redis-server'], 'controller and worker around a Redis', () => {
  describe.each([
    ['that fails over under Sentinel', startSentinels],
    ['Cluster in which a master fails over', startCluster],
  ])('%s', (_, startRedis) => {
    let lab: Lab;
    let redis: FailingRedis;
    let files: TomFiles;
    let fleet: TomFleet;
    let client: TomClient;

    beforeAll(async () => {
      lab = await Lab.start({ devices: [{ name: 'r1', platform: 'cisco_ios', ...LOGIN }] });
      redis = await startRedis(lab.device('r1').port);
      files = await TomFiles.create(
        { r1: { port: lab.device('r1').port, adapter_driver: 'cisco_ios' } },
        { lab: LOGIN },
      );
      fleet = await TomFleet.start({ files, redis: redis.address, controllers: 1, workers: 1 });
      const [controller] = fleet.controllers;
      if (controller === undefined) throw new Error('there is no controller');
      client = controller.client;
    });

    afterAll(async () => {
      await fleet.stop();
      await redis.remove();
      await files.remove();
      await lab.stop();
    });

    it('send no configuration before the replica knows of it', async () => {
      const { log } = lab.device('r1');
      redis.replica.freeze();
      const { json } = await client.post('/api/device/r1/send_configs', { config_lines: ['hostname r1'], retries: 1 });
      const job = async (): Promise<typeof json> => (await client.get(`/api/job/${json.job_id}`)).json;
      await eventually(async () => (await job()).attempts > 1);
      expect(log.configLines).toEqual([]);
      redis.replica.thaw();
      const ended = await eventually(async () => ((await job()).status === 'COMPLETE' ? await job() : undefined));
      expect(ended).toMatchObject({ outcome: 'applied' });
      expect(log.configLines.map(({ text }) => text)).toEqual(['hostname r1']);
    });

    it('tell a caller whose job was lost with the old master, and go on', async () => {
      await fleet.workers[0]?.stop();
      redis.replica.freeze();
      await redis.master.cutReplicas();
      const asked = [
        client.send('r1', 'show version'),
        client.post('/api/device/r1/send_configs', { config_lines: ['hostname r2'], wait: true }),
      ];
      await eventually(async () => (await client.get('/api/jobs')).text.split('"job_id"').length === asked.length + 2);
      await redis.master.stop('SIGKILL');
      redis.replica.thaw();
      const [read, configuration] = (await Promise.all(asked)).map(({ json }) => json);
      expect(read).toMatchObject({ status: 'FAILED', error: expect.stringMatching(/^JobLost: /) as string });
      expect(configuration).toMatchObject({ status: 'FAILED', outcome: 'unknown_outcome' });

      await fleet.replaceWorker(0, 'SIGKILL');
      expect((await client.send('r1', 'show version')).json.status).toBe('COMPLETE');
    });
  });
});
