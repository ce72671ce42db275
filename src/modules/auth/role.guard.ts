import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { AccessRole } from '../../common/access-role.js';
import { AuditLog } from '../audit/audit-log.port.js';
import { ForbiddenError } from './auth.errors.js';
import { Authorization } from './authorization.js';
import { isPublicRoute } from './public.decorator.js';
import { callerOf } from './request-caller.js';
import { REQUIRED_ROLE } from './require-role.decorator.js';

/** Lets a caller pass whose role is enough for the route. */
@Injectable()
export class RoleGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authorization: Authorization,
    private readonly audit: AuditLog,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (isPublicRoute(this.reflector, context)) return true;
    const places = [context.getHandler(), context.getClass()];
    const needed = this.reflector.getAllAndOverride<AccessRole | undefined>(REQUIRED_ROLE, places);
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
