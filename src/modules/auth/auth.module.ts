import { Module, type CanActivate } from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { Settings } from '../../config/settings.js';
import { AuditLog } from '../audit/audit-log.port.js';
import { SharedState } from '../state/shared-state.port.js';
import { AnonymousGuard } from './anonymous.guard.js';
import { AuthInfoController } from './api/auth-info.controller.js';
import { KeysController } from './api/keys.controller.js';
import { OauthTestController } from './api/oauth-test.controller.js';
import { ApiKeyStrategy } from './api-key.strategy.js';
import { authenticationGuard, type GuardParts } from './authentication.guard.js';
import { CallerRights } from './caller-rights.js';
import { JwtStrategy } from './jwt.strategy.js';
import { ApiKeyCallers } from './keys/api-key-callers.js';
import { StoredKeys } from './keys/stored-keys.js';
import { RateLimitGuard } from './limits/rate-limit.guard.js';
import { RequestCounter } from './limits/request-counter.js';
import { addressLimits, callerLimits } from './limits/request-limits.js';
import { WrongKeys } from './limits/wrong-keys.js';
import { RequestCredentials } from './request-credentials.js';
import { RoleGuard } from './role.guard.js';
import { SsoProviders } from './sso/sso-providers.js';
import { TokenCallers } from './sso/token-callers.js';

function guardOf(rights: CallerRights, ...parts: GuardParts): CanActivate {
  const { mode } = parts[4].auth;
  return mode === 'none' ? new AnonymousGuard(rights) : new (authenticationGuard(mode))(...parts);
}

/** Who calls the API, as `auth_mode` says, and what roles its routes need. */
@Module({
  controllers: [AuthInfoController, KeysController, OauthTestController],
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
      provide: RequestCounter,
      useFactory: ({ redis }: Settings, state: SharedState) =>
        new RequestCounter(redis.isConfigured ? state : undefined),
      inject: [Settings, SharedState],
    },
    {
      provide: WrongKeys,
      useFactory: ({ limits }: Settings, counter: RequestCounter) => new WrongKeys(limits, counter),
      inject: [Settings, RequestCounter],
    },
    // Guards are asked in this order.
    {
      provide: APP_GUARD,
      useFactory: ({ limits }: Settings, counter: RequestCounter) => new RateLimitGuard(addressLimits(limits), counter),
      inject: [Settings, RequestCounter],
    },
    {
      provide: APP_GUARD,
      useFactory: guardOf,
      inject: [CallerRights, Reflector, RequestCredentials, AuditLog, WrongKeys, Settings],
    },
    { provide: APP_GUARD, useClass: RoleGuard },
    {
      provide: APP_GUARD,
      useFactory: ({ limits }: Settings, counter: RequestCounter) => new RateLimitGuard(callerLimits(limits), counter),
      inject: [Settings, RequestCounter],
    },
  ],
})
export class AuthModule {}
