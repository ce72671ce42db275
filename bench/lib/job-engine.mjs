// The job engine without HTTP and without SSH: the queue of this process, and workers whose devices answer by a timer.
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/project.mjs';
import { startRedis } from './tom.mjs';

/** Imports a module of Tom's, as built. */
export const built = (file) => import(join(ROOT, 'dist', file));

const WORKER = join(import.meta.dirname, 'job-worker.mjs');

/** Settings of the engine; `redis` is `{ host, port }`, or nothing for the queue in memory. */
export async function engineSettings({ redis, ...jobs }) {
  const { CacheSettings } = await built('config/groups/cache.settings.js');
  const { JobsSettings } = await built('config/groups/jobs.settings.js');
  const { MetricsSettings } = await built('config/groups/metrics.settings.js');
  const { RedisSettings } = await built('config/groups/redis.settings.js');
  return {
    redis: Object.assign(new RedisSettings(), redis && { isConfigured: true, ...redis }),
    jobs: Object.assign(new JobsSettings(), jobs),
    cache: new CacheSettings(),
    metrics: new MetricsSettings(),
  };
}

/** A Nest application of the engine; `others(jobs)` gives further modules for it, which may need that one. */
export async function startEngine(settings, others = () => []) {
  const { NestFactory } = await import('@nestjs/core');
  const { HealthModule } = await built('common/health/health.module.js');
  const { MetricsModule } = await built('common/metrics/metrics.module.js');
  const { StateModule } = await built('modules/state/state.module.js');
  const { JobsModule } = await built('modules/jobs/jobs.module.js');
  const jobs = JobsModule.register(settings);
  class Engine {}
  const imports = [MetricsModule, HealthModule, StateModule.register(settings.redis), jobs, ...others(jobs)];
  const module = { module: Engine, imports };
  return NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
}

function jobFor(device) {
  return {
    kind: 'commands',
    caller: { user: 'bench', method: 'none', provider: null, role: 'admin', devices: null },
    facts: {},
    device: { name: device, host: device, port: 22, driver: 'cisco_ios', options: {} },
    credential: { type: 'stored', credentialId: 'bench' },
    commands: ['show version'],
    enable: false,
    sealedSecret: null,
    expect: null,
    timeoutMs: 10_000,
    retries: 1,
    maxQueueWaitMs: 600_000,
    cache: { useCache: false, refresh: false, ttlSeconds: null },
  };
}

/**
 * Starts Redis, workers and a queue, has `work` use them, and stops all. `work` gets `runJob(device)`, which resolves when the job has
 * ended, the worker processes, and the Redis process.
 */
export async function withEngine(processes, { workers, deviceMs, ...options }, work) {
  const { redis, address } = await startRedis(processes);
  const settings = { redis: address, ...options };
  const started = Array.from({ length: workers }, (_, index) =>
    processes.startNode(`worker-${index + 1}`, WORKER, [JSON.stringify({ ...settings, deviceMs })]),
  );
  for (const worker of started) await worker.ready(/ready/);
  const app = await startEngine(await engineSettings(settings));
  const queue = await queueOf(app);
  try {
    return await work({ runJob: (device) => runJob(queue, device), workers: started, redis });
  } finally {
    await app.close();
    await processes.stopAll();
  }
}

export async function queueOf(app) {
  const { JobQueue } = await built('modules/jobs/job-queue.port.js');
  return app.get(JobQueue, { strict: false });
}

/** Resolves when the job has ended well. */
export async function runJob(queue, device) {
  const known = await queue.enqueue(jobFor(device));
  const record = await queue.waitUntilFinished(known.id, 120_000, known);
  if (record?.status !== 'COMPLETE') throw new Error(`a job ended ${record?.status}: ${record?.failure?.message}`);
}
