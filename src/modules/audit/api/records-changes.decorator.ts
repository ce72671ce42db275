import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { ChangeAuditInterceptor } from './change-audit.interceptor.js';

export const RECORDS_CHANGES = 'tom:records-changes';

/** Has each request of a route recorded: every route that may change something has this, or records itself. */
export const RecordsChanges = (): MethodDecorator =>
  applyDecorators(SetMetadata(RECORDS_CHANGES, true), UseInterceptors(ChangeAuditInterceptor));
