import { Module } from '@nestjs/common';
import { InventoryModule } from '../inventory/inventory.module.js';
import { HealthController } from './api/health.controller.js';
import { ReadinessService } from './readiness.service.js';

/** Health and readiness of a controller. */
@Module({
  imports: [InventoryModule],
  controllers: [HealthController],
  providers: [ReadinessService],
})
export class MonitoringApiModule {}
