import { Module } from '@nestjs/common';
import { AuditReader } from '../audit-reader.js';
import { AuditController } from './audit.controller.js';

/** The HTTP half of the audit log. */
@Module({
  controllers: [AuditController],
  providers: [AuditReader],
})
export class AuditApiModule {}
