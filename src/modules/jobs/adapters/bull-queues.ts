import { BullModule, getQueueToken, type BullModuleOptions } from '@nestjs/bull';
import type { DynamicModule, FactoryProvider } from '@nestjs/common';
import type Bull from 'bull';
import type { JobsSettings } from '../../../config/groups/jobs.settings.js';
import type { RedisConnections as Connections } from '../../state/redis-connections.js';
import { RedisConnections } from '../../state/redis-connections.js';
import type { SharedState as State } from '../../state/shared-state.port.js';
import { SharedState } from '../../state/shared-state.port.js';
import type { JobEndings as Endings } from '../job-endings.port.js';
import { JobEndings } from '../job-endings.port.js';
import { JobQueue } from '../job-queue.port.js';
import type { JobPayload } from '../job.types.js';
import { boundClose } from './bounded-close.js';
import { BACKOFF, delayAfter } from './bull-signal.js';
import { BullJobQueue } from './bull.job-queue.js';
import { LOCK_MS } from './lock-keeper.js';

const STALLED_CHECK_MS = 3_000;
/** Times a job may lose its worker before it fails: high, since restarts of workers are no fault of the job. */
const MAX_WORKERS_LOST = 25;
/** Wait of a consumer after an error of Redis. */
const ERROR_DELAY_MS = 1_000;
/** Longer than any job: `LockKeeper` renews the locks. */
const NO_RENEWAL_MS = 24 * 3_600_000;
/** Our own count of tries decides when a job has failed. */
const UNLIMITED_ATTEMPTS = 1_000_000_000;

/** Name of the queue of a partition; the hash tag keeps all its keys in one slot of a Redis Cluster. */
function queueName(partition: number): string {
  return `{tom:jobs:${partition}}`;
}

function queueOptions(redis: Connections, resultTtlMs: number): BullModuleOptions {
  const keep = { age: Math.ceil(resultTtlMs / 1000) };
  return {
    createClient: (type) =>
      type === 'client' ? redis.commands : type === 'subscriber' ? redis.subscriber : redis.blocking(),
    defaultJobOptions: {
      attempts: UNLIMITED_ATTEMPTS,
      backoff: { type: BACKOFF },
      removeOnComplete: keep,
      removeOnFail: keep,
      stackTraceLimit: 1,
    },
    settings: {
      lockDuration: LOCK_MS,
      lockRenewTime: NO_RENEWAL_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: MAX_WORKERS_LOST,
      retryProcessDelay: ERROR_DELAY_MS,
      backoffStrategies: { [BACKOFF]: delayAfter },
    },
  };
}

function queueNames(partitions: number): string[] {
  return Array.from({ length: partitions }, (_, partition) => queueName(partition));
}

/** Registers one Bull queue a partition. */
export function bullQueuesModule({ partitions, resultTtlMs }: JobsSettings): DynamicModule {
  return BullModule.registerQueueAsync(
    ...queueNames(partitions).map((name) => ({
      name,
      useFactory: (redis: Connections) => queueOptions(redis, resultTtlMs),
      inject: [RedisConnections],
    })),
  );
}

/** Binds `JobQueue` to those queues. */
export function bullJobQueueProvider(settings: JobsSettings): FactoryProvider<JobQueue> {
  return {
    provide: JobQueue,
    useFactory: (redis: Connections, state: State, endings: Endings, ...queues: Bull.Queue<JobPayload>[]) => {
      for (const queue of queues) boundClose(queue);
      return new BullJobQueue(queues, redis, state, settings, endings);
    },
    inject: [
      RedisConnections,
      SharedState,
      JobEndings,
      ...queueNames(settings.partitions).map((name) => getQueueToken(name)),
    ],
  };
}
