import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { CacheSettings } from '../../config/groups/cache.settings.js';
import type { JobsSettings } from '../../config/groups/jobs.settings.js';
import { ProcessIdentity } from '../../common/health/process-identity.js';
import type { MetricsSettings } from '../../config/groups/metrics.settings.js';
import type { RedisSettings } from '../../config/groups/redis.settings.js';
import { CacheModule } from '../cache/cache.module.js';
import { OutputCache } from '../cache/output-cache.js';
import { SharedState } from '../state/shared-state.port.js';
import { bullJobQueueProvider, bullQueuesModule } from './adapters/bull-queues.js';
import { MemoryJobQueue } from './adapters/memory.job-queue.js';
import { JobEndings } from './job-endings.port.js';
import { ObservedEndings } from './observed-endings.js';
import { JobQueue } from './job-queue.port.js';
import { DeviceLabels } from './statistics/device-labels.js';
import { JobStatistics } from './statistics/job-statistics.js';
import { ResultStore } from './result-store.js';

/** Settings that choose and shape the job engine. */
export interface JobsModuleSettings {
  readonly redis: RedisSettings;
  readonly jobs: JobsSettings;
  readonly cache: CacheSettings;
  readonly metrics: MetricsSettings;
}

/**
 * Gives `JobQueue`, `ResultStore` and the output cache. Needs `StateModule`, `MetricsModule` and `HealthModule`. Register it once and import that one module wherever it is
 * needed: each registration is an engine of its own.
 */
@Module({})
export class JobsModule {
  static register({ redis, jobs, cache, metrics }: JobsModuleSettings): DynamicModule {
    const { resultTtlMs } = jobs;
    const cacheModule = CacheModule.register(redis, cache);
    const queue: Provider<JobQueue> = redis.isConfigured
      ? bullJobQueueProvider(jobs)
      : {
          provide: JobQueue,
          useFactory: (endings: JobEndings) => new MemoryJobQueue(resultTtlMs, jobs, endings),
          inject: [JobEndings],
        };
    const endings: Provider<JobEndings> = {
      provide: JobEndings,
      useFactory: (outputs: OutputCache, state: SharedState, { id }: ProcessIdentity) => {
        const labels = new DeviceLabels(state, metrics.deviceLabel);
        return new ObservedEndings(outputs, new JobStatistics(state, labels, id));
      },
      inject: [OutputCache, SharedState, ProcessIdentity],
    };
    const results: Provider<ResultStore> = {
      provide: ResultStore,
      useFactory: (state: SharedState) => new ResultStore(state, resultTtlMs),
      inject: [SharedState],
    };
    return {
      module: JobsModule,
      imports: [cacheModule, ...(redis.isConfigured ? [bullQueuesModule(jobs)] : [])],
      providers: [endings, queue, results],
      exports: [JobQueue, ResultStore, cacheModule],
    };
  }
}
