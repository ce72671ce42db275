import { Module, type DynamicModule, type ModuleMetadata, type Provider } from '@nestjs/common';
import { Metrics } from '../../../common/metrics/metrics.js';
import type { JobsSettings } from '../../../config/groups/jobs.settings.js';
import { AuditLog } from '../../audit/audit-log.port.js';
import { OutputCache } from '../../cache/output-cache.js';
import { CredentialProvider } from '../../credentials/credential-provider.port.js';
import { InlineCredentialOpener } from '../../credentials/inline-credential-opener.port.js';
import { DeviceSlots } from '../../devices/device-slots.port.js';
import { DeviceSessions } from '../../devices/device-sessions.port.js';
import { SecretMasks } from '../../devices/masking/secret-masks.js';
import { SharedState } from '../../state/shared-state.port.js';
import { GuardTables } from '../guard/guard-tables.js';
import { LoginGuard, type GuardLimits } from '../guard/login-guard.js';
import { JobQueue } from '../job-queue.port.js';
import { ResultStore } from '../result-store.js';
import { DeviceGate } from './device-gate.js';
import { DeviceJobProcessor } from './device-job.processor.js';
import { DeviceWork } from './device-work.js';
import { FifoSemaphore } from './fifo-semaphore.js';
import { JobFeed } from './job-feed.js';
import { JobMeter } from './job-meter.js';
import { JobResults } from './job-results.js';
import { JobsWorker } from './jobs-worker.js';

type ProcessorParts = [Metrics, DeviceWork, JobResults, LoginGuard, DeviceSlots, DeviceGate, JobFeed];

const RESULTS: Provider<JobResults> = {
  provide: JobResults,
  useFactory: (results: ResultStore, cache: OutputCache, masks: SecretMasks) => new JobResults(results, cache, masks),
  inject: [ResultStore, OutputCache, SecretMasks],
};

const FEED: Provider<JobFeed> = {
  provide: JobFeed,
  useFactory: (state: SharedState, gate: DeviceGate) => new JobFeed(state, gate),
  inject: [SharedState, DeviceGate],
};

/** Runs jobs in this process. */
@Module({})
export class JobsWorkerModule {
  /** @param imports the modules that give `JobQueue`, `ResultStore`, `OutputCache`, `DeviceSessions` and the credential ports */
  static register(settings: JobsSettings, imports: ModuleMetadata['imports']): DynamicModule {
    return {
      module: JobsWorkerModule,
      imports,
      providers: [
        {
          provide: DeviceWork,
          useFactory: (sessions: DeviceSessions, stored: CredentialProvider, inline: InlineCredentialOpener) =>
            new DeviceWork(sessions, { stored, inline }, settings.idleTimeoutMs),
          inject: [DeviceSessions, CredentialProvider, InlineCredentialOpener],
        },
        { provide: GuardTables, useFactory: (state: SharedState) => new GuardTables(state), inject: [SharedState] },
        {
          provide: LoginGuard,
          useFactory: (state: SharedState, tables: GuardTables) => new LoginGuard(state, tables, guardLimits(settings)),
          inject: [SharedState, GuardTables],
        },
        { provide: DeviceGate, useFactory: () => new DeviceGate() },
        FEED,
        RESULTS,
        {
          provide: DeviceJobProcessor,
          useFactory: (...[metrics, work, results, guard, sessions, gate, feed]: ProcessorParts) =>
            new DeviceJobProcessor(
              work,
              results,
              {
                gate,
                guard,
                slots: new FifoSemaphore(settings.concurrency),
                sessions,
                maxSessionsPerDevice: settings.maxSessionsPerDevice,
              },
              feed,
              new JobMeter(metrics),
            ),
          inject: [Metrics, DeviceWork, JobResults, LoginGuard, DeviceSlots, DeviceGate, JobFeed],
        },
        {
          provide: JobsWorker,
          useFactory: (queue: JobQueue, processor: DeviceJobProcessor, audit: AuditLog) =>
            new JobsWorker(queue, processor, audit, settings.shutdownGraceMs),
          inject: [JobQueue, DeviceJobProcessor, AuditLog],
        },
      ],
      exports: [DeviceGate],
    };
  }
}

function guardLimits({ breakerThreshold, breakerCooldownMs, credentialCooldownMs }: JobsSettings): GuardLimits {
  return {
    breaker: { threshold: breakerThreshold, cooldownMs: breakerCooldownMs },
    credentials: { cooldownMs: credentialCooldownMs },
  };
}
