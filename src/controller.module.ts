import { Module, type DynamicModule } from '@nestjs/common';
import { GreetingController } from './api-docs/greeting.controller.js';
import { AuditApiModule } from './modules/audit/api/audit-api.module.js';
import { AuthModule } from './modules/auth/auth.module.js';
import { CredentialsApiModule } from './modules/credentials/credentials-api.module.js';
import { DevicesApiModule } from './modules/devices/api/devices-api.module.js';
import { InventoryModule } from './modules/inventory/inventory.module.js';
import { JobsApiModule } from './modules/jobs/api/jobs-api.module.js';
import { ParsingApiModule } from './modules/parsing/api/parsing-api.module.js';
import { MonitoringApiModule } from './modules/monitoring/monitoring-api.module.js';

/** What a controller is made of: the HTTP API. It holds no credential and opens no connection to a device. */
@Module({})
export class ControllerModule {
  /** @param jobs the job engine */
  static register(jobs: DynamicModule): DynamicModule {
    return {
      module: ControllerModule,
      controllers: [GreetingController],
      imports: [
        AuthModule,
        AuditApiModule,
        InventoryModule,
        CredentialsApiModule,
        JobsApiModule.register(jobs),
        DevicesApiModule,
        ParsingApiModule,
        MonitoringApiModule.register(jobs),
      ],
    };
  }
}
