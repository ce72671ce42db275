import { Module, type DynamicModule } from '@nestjs/common';
import type { Settings } from './config/settings.js';
import { CredentialsWorkerModule } from './modules/credentials/credentials-worker.module.js';
import { DevicesWorkerModule } from './modules/devices/devices-worker.module.js';
import { MonitoringWorkerModule } from './modules/monitoring/worker/monitoring-worker.module.js';
import { JobsWorkerModule } from './modules/jobs/worker/jobs-worker.module.js';

/** What a worker is made of: credentials, devices and the processor of jobs. It has no HTTP API. */
@Module({})
export class WorkerModule {
  /** @param jobs the job engine */
  static register(settings: Settings, jobs: DynamicModule): DynamicModule {
    const needed = [jobs, CredentialsWorkerModule, DevicesWorkerModule];
    // Each job at work has a session.
    const concurrency = Math.min(settings.jobs.concurrency, settings.devices.maxSessions);
    const jobsWorker = JobsWorkerModule.register({ ...settings.jobs, concurrency }, needed);
    return { module: WorkerModule, imports: [jobsWorker, MonitoringWorkerModule.register(jobsWorker)] };
  }
}
