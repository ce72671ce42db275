import { readFile } from 'node:fs/promises';
import { JobsSettings } from '../../src/config/groups/jobs.settings.js';
import { Lab } from '../../src/lab/lab.js';
import { DeviceQueueFullError } from '../../src/modules/jobs/jobs.errors.js';
import type { JobRecord } from '../../src/modules/jobs/job.types.js';
import { BlackHole } from '../support/black-hole.js';
import { commandJob } from '../support/job-payloads.js';
import { startRedisJobs, type RedisJobs } from '../support/redis-jobs.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import { scaled } from '../support/scale.js';
import { TomFiles } from '../support/tom-files.js';
import { TomProcess } from '../support/tom-process.js';

const LOGIN = { username: 'admin', password: 'secret' };
const HEALTHY = 50;
/** Always more than one partition has in hand. */
const FLOOD = scaled(5_000);
const HEALTHY_JOBS = scaled(1_000);
const DEFAULT_MAX_DEPTH = new JobsSettings().maxQueueDepthPerDevice;
const PATIENT_MS = 120_000;
const MAX_WORKER_MIB = 512;

describeWith(['redis-server'], 'a flood of jobs for a device that does not answer', () => {
  let lab: Lab;
  let dead: BlackHole;
  let redis: RedisServer;
  let jobs: RedisJobs;
  let files: TomFiles;
  let worker: TomProcess;

  beforeAll(async () => {
    const devices = Array.from({ length: HEALTHY }, (_, index) => ({
      name: `r${index}`,
      platform: 'cisco_ios',
      ...LOGIN,
    }));
    lab = await Lab.start({ devices });
    dead = await BlackHole.start();
    redis = await RedisServer.start();
    files = await TomFiles.create({}, { lab: LOGIN });
  });

  afterEach(async () => {
    await jobs.close();
    await worker.stop('SIGKILL');
    await redis.clear();
  });

  afterAll(async () => {
    dead.stop();
    await files.remove();
    await redis.remove();
    await lab.stop();
  });

  /** One partition for all devices; the worker starts once all jobs are there. */
  async function start(limits: { maxQueueDepthPerDevice?: number } = {}): Promise<void> {
    jobs = await startRedisJobs(redis.settings, { partitions: 1, ...limits });
  }

  async function startWorker(settings: Record<string, unknown> = {}): Promise<void> {
    worker = await TomProcess.worker({
      cwd: files.directory,
      settings: {
        redis_host: '127.0.0.1',
        redis_port: redis.port,
        job_partitions: 1,
        ...files.credentialSettings,
        ...settings,
      },
    });
  }

  function enqueue(host: string, port: number): Promise<JobRecord> {
    const device = { name: null, host, port, driver: 'cisco_ios', options: {} };
    return jobs.queue.enqueue(commandJob(host, { device }));
  }

  function enqueueHealthy(count: number): Promise<JobRecord[]> {
    const ports = lab.devices.map(({ port }) => port);
    return Promise.all(Array.from({ length: count }, (_, index) => enqueue('127.0.0.1', ports[index % HEALTHY] ?? 0)));
  }

  async function finish(records: readonly JobRecord[]): Promise<Set<unknown>> {
    const ended = await Promise.all(records.map(({ id }) => jobs.queue.waitUntilFinished(id, PATIENT_MS)));
    return new Set(ended.map((record) => record?.status));
  }

  async function memoryMib(): Promise<number> {
    const status = await readFile(`/proc/${worker.child.pid ?? 0}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
  }

  it('holds up nobody else, and little memory', async () => {
    await start({ maxQueueDepthPerDevice: 10_000 });
    const flood = await Promise.all(Array.from({ length: FLOOD }, () => enqueue(dead.host, dead.port)));
    const healthy = await enqueueHealthy(HEALTHY_JOBS);
    await startWorker({ breaker_threshold: 0 });
    expect(await finish(healthy)).toEqual(new Set(['COMPLETE']));
    const now = await Promise.all(flood.map(({ id }) => jobs.queue.get(id)));
    expect(now.filter((record) => record?.status === 'QUEUED').length).toBeGreaterThan(FLOOD * 0.95);
    expect(now.filter((record) => record?.status === 'COMPLETE')).toEqual([]);
    expect(await memoryMib()).toBeLessThan(MAX_WORKER_MIB);
  }, 180_000);

  it('is refused past the limit of a device', async () => {
    await start();
    const wanted = Array.from({ length: FLOOD + DEFAULT_MAX_DEPTH }, () => enqueue(dead.host, dead.port));
    const settled = await Promise.allSettled(wanted);
    const refused = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    expect(refused.every((error) => error instanceof DeviceQueueFullError)).toBe(true);
    expect(refused).toHaveLength(FLOOD);
    const healthy = await enqueueHealthy(HEALTHY_JOBS);
    await startWorker();
    expect(await finish(healthy)).toEqual(new Set(['COMPLETE']));
  }, 180_000);
});
