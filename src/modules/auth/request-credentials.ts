import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import { UnauthenticatedError } from './auth.errors.js';
import type { AuthenticationOptions } from './authentication-options.js';
import type { ProvenCaller } from './caller.types.js';
import { ApiKeyCallers } from './keys/api-key-callers.js';
import { isLoopback } from './loopback.js';
import type { WrongKeys } from './limits/wrong-keys.js';
import { TokenCallers } from './sso/token-callers.js';

const BEARER = /^Bearer +([^\s]+)$/i;

/** Takes what proves a caller out of a request, and finds out whom it proves. */
@Injectable()
export class RequestCredentials {
  /** What the strategies use. */
  readonly lookups: AuthenticationOptions['lookups'];
  private readonly headers: readonly string[];
  private readonly requireHttps: boolean;

  constructor(
    settings: Settings,
    private readonly keys: ApiKeyCallers,
    private readonly tokens: TokenCallers,
  ) {
    this.headers = settings.auth.apiKeyHeaders.map((header) => header.toLowerCase());
    this.requireHttps = settings.sso.requireHttps;
    this.lookups = { api_key: (request) => this.byKey(request), jwt: (request) => this.byToken(request) };
  }

  /** Counts what the request tried to prove its caller by. */
  noteWrong(request: FastifyRequest, wrongKeys: WrongKeys): void {
    wrongKeys.note(request, this.headers);
  }

  private async byKey(request: FastifyRequest): Promise<ProvenCaller | null> {
    for (const header of this.headers) {
      const value = request.headers[header];
      const caller = typeof value === 'string' ? await this.keys.callerOf(value) : undefined;
      if (caller !== undefined) return caller;
    }
    return null;
  }

  private async byToken(request: FastifyRequest): Promise<ProvenCaller | null> {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return null;
    if (this.requireHttps && request.protocol !== 'https' && !isLoopback(request.ip)) {
      throw new UnauthenticatedError(
        'tokens are taken over HTTPS alone; set tls_cert and tls_key, or name the proxy that ends TLS in trusted_proxies',
      );
    }
    return this.tokens.callerOf(token);
  }
}
