import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../../../config/settings.js';
import { isLoopback } from '../loopback.js';
import { TestLoginOffError } from './sso.errors.js';

/** What only a proxy adds: then the loopback is not where the request came from. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-real-ip'];

function isFromHere({ ip, socket, headers }: FastifyRequest): boolean {
  if (PROXY_HEADERS.some((header) => headers[header] !== undefined)) return false;
  return [ip, socket.remoteAddress ?? ''].every(isLoopback);
}

/** Lets requests to the test of the log-in pass where it is enabled, from this host alone. */
@Injectable()
export class LoopbackGuard implements CanActivate {
  private readonly isEnabled: boolean;

  constructor({ sso }: Settings) {
    this.isEnabled = sso.isTestEnabled;
  }

  canActivate(context: ExecutionContext): boolean {
    if (!this.isEnabled) throw new TestLoginOffError('the test of the log-in is off; oauth_test_enabled turns it on');
    if (isFromHere(context.switchToHttp().getRequest<FastifyRequest>())) return true;
    throw new TestLoginOffError('the test of the log-in answers on the host itself alone, and not through a proxy');
  }
}
