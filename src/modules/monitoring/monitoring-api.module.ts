import { Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { InventoryModule } from '../inventory/inventory.module.js';
import { CacheController } from './api/cache.controller.js';
import { HealthController } from './api/health.controller.js';
import { MetricsController } from './api/metrics.controller.js';
import { CacheAdminService } from './cache-admin.service.js';
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
      controllers: [HealthController, MetricsController, CacheController],
      providers: [ReadinessService, WorkerReports, CacheAdminService],
    };
  }
}
