import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { SharedState } from '../state/shared-state.port.js';
import { SharedAuditLog } from './adapters/shared.audit-log.js';
import { AuditLog } from './audit-log.port.js';

/** Gives `AuditLog` to both halves. */
@Global()
@Module({
  providers: [
    {
      provide: SharedAuditLog,
      useFactory: (state: SharedState, { access }: Settings) => new SharedAuditLog(state, access.auditMaxEntries),
      inject: [SharedState, Settings],
    },
    { provide: AuditLog, useExisting: SharedAuditLog },
  ],
  exports: [AuditLog],
})
export class AuditModule implements OnApplicationShutdown {
  constructor(@Inject(SharedAuditLog) private readonly log: SharedAuditLog) {}

  /** When the last request is answered, and before the connections to the store end: modules end in the reverse of their order. */
  async onApplicationShutdown(): Promise<void> {
    await this.log.close();
  }
}
