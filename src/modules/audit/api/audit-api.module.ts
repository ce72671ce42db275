import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AuditReader } from '../audit-reader.js';
import { AuditController } from './audit.controller.js';
import { ChangeAuditInterceptor } from './change-audit.interceptor.js';

/** The HTTP half of the audit log. */
@Module({
  controllers: [AuditController],
  providers: [AuditReader, { provide: APP_INTERCEPTOR, useClass: ChangeAuditInterceptor }],
})
export class AuditApiModule {}
