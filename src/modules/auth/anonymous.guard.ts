import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import type { Caller } from './caller.types.js';
import { setCaller } from './request-caller.js';

/** `auth_mode: none`: nobody is asked, and every caller is the same. */
@Injectable()
export class AnonymousGuard implements CanActivate {
  private readonly caller: Caller;

  constructor(settings: Settings) {
    const role = settings.auth.defaultRole ?? 'admin';
    this.caller = { user: 'anonymous', method: 'none', provider: null, role, devices: null, claims: {} };
  }

  canActivate(context: ExecutionContext): boolean {
    setCaller(context.switchToHttp().getRequest<FastifyRequest>(), this.caller);
    return true;
  }
}
