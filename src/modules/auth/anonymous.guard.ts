import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { callerFrom, type ProvenCaller } from './caller.types.js';
import { CallerRights } from './caller-rights.js';
import { setCaller } from './request-caller.js';

const USER = 'anonymous';

/** `auth_mode: none`: nobody is asked, and every caller is the same. */
@Injectable()
export class AnonymousGuard implements CanActivate {
  private readonly caller: ProvenCaller;

  constructor(rights: CallerRights) {
    this.caller = { user: USER, method: 'none', provider: null, claims: {}, ...rights.ofName(USER) };
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    setCaller(request, callerFrom(this.caller, request.ip));
    return true;
  }
}
