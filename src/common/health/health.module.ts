import { Global, Module } from '@nestjs/common';
import { HealthRegistry } from './health-registry.js';
import { ProcessIdentity } from './process-identity.js';

/** Gives `HealthRegistry` and `ProcessIdentity` to every module. */
@Global()
@Module({
  providers: [
    { provide: HealthRegistry, useFactory: () => new HealthRegistry() },
    { provide: ProcessIdentity, useFactory: () => new ProcessIdentity() },
  ],
  exports: [HealthRegistry, ProcessIdentity],
})
export class HealthModule {}
