import { Test } from '@nestjs/testing';
import { HealthModule } from '../../src/common/health/health.module.js';
import { MetricsModule } from '../../src/common/metrics/metrics.module.js';
import { CacheSettings } from '../../src/config/groups/cache.settings.js';
import { MetricsSettings } from '../../src/config/groups/metrics.settings.js';
import { JobsSettings } from '../../src/config/groups/jobs.settings.js';
import type { RedisSettings } from '../../src/config/groups/redis.settings.js';
import { JobQueue } from '../../src/modules/jobs/job-queue.port.js';
import { JobsModule } from '../../src/modules/jobs/jobs.module.js';
import { RedisConnections } from '../../src/modules/state/redis-connections.js';
import { StateModule } from '../../src/modules/state/state.module.js';

/** The job engine of one process, as the application wires it. */
export interface RedisJobs {
  readonly queue: JobQueue;
  readonly redis: RedisConnections;
  close(): Promise<void>;
}

/** Starts what a process needs of the job engine in Redis, and nothing else. */
export async function startRedisJobs(redis: RedisSettings, jobs: Partial<JobsSettings> = {}): Promise<RedisJobs> {
  const settings = {
    redis,
    cache: new CacheSettings(),
    metrics: new MetricsSettings(),
    jobs: Object.assign(new JobsSettings(), { partitions: 4, ...jobs }),
  };
  const imports = [MetricsModule, HealthModule, StateModule.register(redis), JobsModule.register(settings)];
  const compiled = await Test.createTestingModule({ imports }).compile();
  compiled.useLogger(false);
  const app = await compiled.init();
  return { queue: app.get(JobQueue), redis: app.get(RedisConnections), close: () => app.close() };
}
