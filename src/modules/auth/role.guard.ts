import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { AuditLog } from '../audit/audit-log.port.js';
import { ForbiddenError } from './auth.errors.js';
import { Authorization } from './authorization.js';
import { callerOf } from './request-caller.js';
import { routeMarks } from './route-marks.js';

/** Lets a caller pass whose role is enough for the route. */
@Injectable()
export class RoleGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authorization: Authorization,
    private readonly audit: AuditLog,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const { isPublic, role: needed } = routeMarks(this.reflector, context);
    if (isPublic) return true;
    if (needed === undefined)
      throw new ForbiddenError('this route says neither that it is public nor what role it needs');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = callerOf(request);
    try {
      this.authorization.requireRole(caller, needed);
      return true;
    } catch (error) {
      const route = `${request.method} ${request.routeOptions.url ?? ''}`;
      this.audit.record({ action: 'role.checked', outcome: 'refused', caller, detail: { route, needed } });
      throw error;
    }
  }
}
