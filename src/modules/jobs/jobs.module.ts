import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { JobsSettings } from '../../config/groups/jobs.settings.js';
import type { RedisSettings } from '../../config/groups/redis.settings.js';
import { SharedState } from '../state/shared-state.port.js';
import { bullJobQueueProvider, bullQueuesModule } from './adapters/bull-queues.js';
import { MemoryJobQueue } from './adapters/memory.job-queue.js';
import { JobQueue } from './job-queue.port.js';
import { ResultStore } from './result-store.js';

/** Settings that choose and shape the job engine. */
export interface JobsModuleSettings {
  readonly redis: RedisSettings;
  readonly jobs: JobsSettings;
}

/**
 * Gives `JobQueue` and `ResultStore`. Needs `StateModule`. Register it once and import that one module wherever it is
 * needed: each registration is an engine of its own.
 */
@Module({})
export class JobsModule {
  static register({ redis, jobs }: JobsModuleSettings): DynamicModule {
    const { resultTtlMs } = jobs;
    const queue: Provider<JobQueue> = redis.isConfigured
      ? bullJobQueueProvider(jobs)
      : { provide: JobQueue, useFactory: () => new MemoryJobQueue(resultTtlMs, jobs) };
    const results: Provider<ResultStore> = {
      provide: ResultStore,
      useFactory: (state: SharedState) => new ResultStore(state, resultTtlMs),
      inject: [SharedState],
    };
    return {
      module: JobsModule,
      imports: redis.isConfigured ? [bullQueuesModule(jobs)] : [],
      providers: [queue, results],
      exports: [JobQueue, ResultStore],
    };
  }
}
