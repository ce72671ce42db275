import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './api/health.controller.js';
import { MetricsController } from './api/metrics.controller.js';
import { ReadinessService } from './readiness.service.js';
import { WorkerReports } from './worker-reports.js';

/** What a controller shows of itself and of all workers. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController, MetricsController],
  providers: [ReadinessService, WorkerReports],
})
export class MonitoringApiModule {}
