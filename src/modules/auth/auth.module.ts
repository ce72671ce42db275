import { Module, type CanActivate } from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { Settings } from '../../config/settings.js';
import { AuditLog } from '../audit/audit-log.port.js';
import { AnonymousGuard } from './anonymous.guard.js';
import { AuthInfoController } from './api/auth-info.controller.js';
import { KeysController } from './api/keys.controller.js';
import { ApiKeyStrategy } from './api-key.strategy.js';
import { authenticationGuard, type GuardParts } from './authentication.guard.js';
import { CallerRights } from './caller-rights.js';
import { JwtStrategy } from './jwt.strategy.js';
import { ApiKeyCallers } from './keys/api-key-callers.js';
import { StoredKeys } from './keys/stored-keys.js';
import { RequestCredentials } from './request-credentials.js';
import { RoleGuard } from './role.guard.js';
import { SsoProviders } from './sso/sso-providers.js';
import { TokenCallers } from './sso/token-callers.js';

function guardOf(rights: CallerRights, ...parts: GuardParts): CanActivate {
  const { mode } = parts[3].auth;
  return mode === 'none' ? new AnonymousGuard(rights) : new (authenticationGuard(mode))(...parts);
}

/** Who calls the API, as `auth_mode` says, and what roles its routes need. */
@Module({
  controllers: [AuthInfoController, KeysController],
  providers: [
    { provide: CallerRights, useFactory: ({ access }: Settings) => new CallerRights(access), inject: [Settings] },
    StoredKeys,
    ApiKeyCallers,
    SsoProviders,
    TokenCallers,
    RequestCredentials,
    ApiKeyStrategy,
    JwtStrategy,
    {
      provide: APP_GUARD,
      useFactory: guardOf,
      inject: [CallerRights, Reflector, RequestCredentials, AuditLog, Settings],
    },
    { provide: APP_GUARD, useClass: RoleGuard },
  ],
})
export class AuthModule {}
