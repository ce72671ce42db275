import { Module, type DynamicModule } from '@nestjs/common';
import { DevicesWorkerModule } from '../../devices/devices-worker.module.js';
import { WorkerReports } from '../worker-reports.js';
import { StateHealth } from '../state-health.js';
import { LogLevelsService } from '../log-levels.service.js';
import { ProcessMetrics } from '../process-metrics.js';
import { MonitorServer } from './monitor-server.js';
import { WorkerLoadSource } from './worker-load.source.js';
import { WorkerReporter } from './worker-reporter.js';

/** What a worker does to be seen. */
@Module({})
export class MonitoringWorkerModule {
  /** @param jobsWorker the module that runs jobs here */
  static register(jobsWorker: DynamicModule): DynamicModule {
    return {
      module: MonitoringWorkerModule,
      imports: [jobsWorker, DevicesWorkerModule],
      providers: [
        StateHealth,
        WorkerReports,
        WorkerLoadSource,
        WorkerReporter,
        ProcessMetrics,
        LogLevelsService,
        MonitorServer,
      ],
    };
  }
}
