import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import type { JobsSettings } from '../../../config/groups/jobs.settings.js';
import { CredentialProvider } from '../../credentials/credential-provider.port.js';
import { InlineCredentialOpener } from '../../credentials/inline-credential-opener.port.js';
import { DeviceSlots } from '../../devices/device-slots.port.js';
import { DeviceSessions } from '../../devices/device-sessions.port.js';
import { JobQueue } from '../job-queue.port.js';
import { ResultStore } from '../result-store.js';
import { DeviceGate } from './device-gate.js';
import { DeviceJobProcessor } from './device-job.processor.js';
import { FifoSemaphore } from './fifo-semaphore.js';
import { JobsWorker } from './jobs-worker.js';

/** Runs jobs in this process. */
@Module({})
export class JobsWorkerModule {
  /** @param imports the modules that give `JobQueue`, `ResultStore`, `DeviceSessions` and the credential ports */
  static register(settings: JobsSettings, imports: ModuleMetadata['imports']): DynamicModule {
    return {
      module: JobsWorkerModule,
      imports,
      providers: [
        {
          provide: DeviceJobProcessor,
          useFactory: (
            sessions: DeviceSessions,
            results: ResultStore,
            stored: CredentialProvider,
            inline: InlineCredentialOpener,
            deviceSlots: DeviceSlots,
          ) =>
            new DeviceJobProcessor(sessions, { stored, inline }, results, {
              gate: new DeviceGate(),
              slots: new FifoSemaphore(settings.concurrency),
              sessions: deviceSlots,
              maxSessionsPerDevice: settings.maxSessionsPerDevice,
              idleTimeoutMs: settings.idleTimeoutMs,
            }),
          inject: [DeviceSessions, ResultStore, CredentialProvider, InlineCredentialOpener, DeviceSlots],
        },
        {
          provide: JobsWorker,
          useFactory: (queue: JobQueue, processor: DeviceJobProcessor) =>
            new JobsWorker(queue, processor, settings.shutdownGraceMs),
          inject: [JobQueue, DeviceJobProcessor],
        },
      ],
    };
  }
}
