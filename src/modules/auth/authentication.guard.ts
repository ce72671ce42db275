import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthMode } from '../../config/groups/auth.settings.js';
import { Settings } from '../../config/settings.js';
import { errorMessage } from '../../common/tom-error.js';
import { AuditLog } from '../audit/audit-log.port.js';
import { ForbiddenError, UnauthenticatedError } from './auth.errors.js';
import type { AuthenticationOptions } from './authentication-options.js';
import { WrongKeys } from './limits/wrong-keys.js';
import { RequestCredentials } from './request-credentials.js';
import { routeMarks } from './route-marks.js';

type AskingMode = Exclude<AuthMode, 'none'>;

const STRATEGIES: Readonly<Record<AskingMode, string[]>> = {
  api_key: ['api_key'],
  jwt: ['jwt'],
  hybrid: ['api_key', 'jwt'],
};

function neededText(mode: AskingMode, headers: readonly string[]): string {
  const key = `an API key in the header ${headers.map((header) => `"${header}"`).join(' or ')}`;
  const token = 'a token in the header "Authorization: Bearer …"';
  return { api_key: key, jwt: token, hybrid: `${key}, or ${token},` }[mode];
}

/** The guard of a mode that asks who calls, on every route but those marked `@Public()`. */
export function authenticationGuard(mode: AskingMode): new (...parts: GuardParts) => CanActivate {
  @Injectable()
  class AuthenticationGuard extends AuthGuard(STRATEGIES[mode]) implements CanActivate {
    private readonly needed: string;

    constructor(
      private readonly reflector: Reflector,
      private readonly credentials: RequestCredentials,
      private readonly audit: AuditLog,
      private readonly wrongKeys: WrongKeys,
      settings: Settings,
    ) {
      super();
      this.needed = neededText(mode, settings.auth.apiKeyHeaders);
    }

    override async canActivate(context: ExecutionContext): Promise<boolean> {
      if (routeMarks(this.reflector, context).isPublic) return true;
      const http = context.switchToHttp();
      const request = http.getRequest<FastifyRequest>();
      this.wrongKeys.check(request);
      try {
        return (await super.canActivate(context)) === true;
      } catch (error) {
        if (error instanceof UnauthenticatedError && mode !== 'api_key') {
          void http.getResponse<FastifyReply>().header('WWW-Authenticate', 'Bearer');
        }
        this.recordRefusal(error, request);
        throw error;
      }
    }

    override getAuthenticateOptions(): object {
      return { lookups: this.credentials.lookups } satisfies AuthenticationOptions;
    }

    override handleRequest<T>(error: unknown, caller: T | false | null): T {
      if (error instanceof Error) throw error;
      if (!caller) throw new UnauthenticatedError(`${this.needed} is needed, and a valid one`);
      return caller;
    }

    private recordRefusal(error: unknown, request: FastifyRequest): void {
      if (!(error instanceof UnauthenticatedError) && !(error instanceof ForbiddenError)) return;
      this.credentials.noteWrong(request, this.wrongKeys);
      const reason = errorMessage(error);
      this.audit.record({ action: 'caller.authenticated', outcome: 'refused', from: request.ip, detail: { reason } });
    }
  }
  return AuthenticationGuard;
}

/** What the guard is made of. */
export type GuardParts = [Reflector, RequestCredentials, AuditLog, WrongKeys, Settings];
