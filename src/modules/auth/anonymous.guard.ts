import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.types.js';
import { CallerRights } from './caller-rights.js';
import { setCaller } from './request-caller.js';

const USER = 'anonymous';

/** `auth_mode: none`: nobody is asked, and every caller is the same. */
@Injectable()
export class AnonymousGuard implements CanActivate {
  private readonly caller: Caller;

  constructor(rights: CallerRights) {
    this.caller = { user: USER, method: 'none', provider: null, claims: {}, ...rights.ofName(USER) };
  }

  canActivate(context: ExecutionContext): boolean {
    setCaller(context.switchToHttp().getRequest<FastifyRequest>(), this.caller);
    return true;
  }
}
