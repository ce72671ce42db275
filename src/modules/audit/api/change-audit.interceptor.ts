import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';
import { TomError } from '../../../common/tom-error.js';
import { findCaller } from '../../auth/request-caller.js';
import { AuditLog, type AuditFact } from '../audit-log.port.js';

/** Records a request that may change something, and how it ended. See `RecordsChanges`. */
@Injectable()
export class ChangeAuditInterceptor implements NestInterceptor {
  constructor(private readonly audit: AuditLog) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = findCaller(request);
    if (caller === undefined) return next.handle();
    const record = (outcome: string, more: Readonly<Record<string, AuditFact>> = {}): void => {
      const action = `${request.method} ${request.routeOptions.url ?? ''}`;
      this.audit.record({ action, outcome, caller, detail: { ...detailOf(request), ...more } });
    };
    return next.handle().pipe(
      tap({
        complete: () => record('completed'),
        error: (error: unknown) => record('failed', { error: error instanceof TomError ? error.code : 'unexpected' }),
      }),
    );
  }
}

/** What of a request says what it is about: names in its path and query, and the name that its body gives. */
function detailOf({ params, query, body }: FastifyRequest): Record<string, AuditFact> {
  const { name } = (typeof body === 'object' ? (body ?? {}) : {}) as { name?: unknown };
  const given = { ...(query as object), ...(params as object), ...(typeof name === 'string' ? { name } : {}) };
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, String(value)]));
}
