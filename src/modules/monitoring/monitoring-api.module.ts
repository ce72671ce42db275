import { Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { InventoryModule } from '../inventory/inventory.module.js';
import { ParkedService } from '../jobs/guard/parked.service.js';
import { StatisticsReader } from '../jobs/statistics/statistics-reader.js';
import { SharedState } from '../state/shared-state.port.js';
import { LogLevelsController } from './api/log-levels.controller.js';
import { MonitoringController } from './api/monitoring.controller.js';
import { CacheController } from './api/cache.controller.js';
import { HealthController } from './api/health.controller.js';
import { MetricsController } from './api/metrics.controller.js';
import { CacheAdminService } from './cache-admin.service.js';
import { LogLevelsService } from './log-levels.service.js';
import { FleetMetrics } from './fleet-metrics.js';
import { MonitoringService } from './monitoring.service.js';
import { ProcessMetrics } from './process-metrics.js';
import { StateHealth } from './state-health.js';
import { ReadinessService } from './readiness.service.js';
import { WorkerReports } from './worker-reports.js';

/** What a controller shows of itself, of all workers, and of the cache. */
@Module({})
export class MonitoringApiModule {
  /** @param jobs the job engine */
  static register(jobs: DynamicModule): DynamicModule {
    return {
      module: MonitoringApiModule,
      imports: [jobs, InventoryModule, TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController, MetricsController, CacheController, MonitoringController, LogLevelsController],
      providers: [
        StateHealth,
        ReadinessService,
        WorkerReports,
        CacheAdminService,
        MonitoringService,
        ParkedService,
        ProcessMetrics,
        FleetMetrics,
        LogLevelsService,
        {
          provide: StatisticsReader,
          useFactory: (state: SharedState) => new StatisticsReader(state),
          inject: [SharedState],
        },
      ],
    };
  }
}
