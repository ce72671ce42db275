import { Global, Inject, Module, type BeforeApplicationShutdown } from '@nestjs/common';
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
export class AuditModule implements BeforeApplicationShutdown {
  constructor(@Inject(SharedAuditLog) private readonly log: SharedAuditLog) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.log.close();
  }
}
