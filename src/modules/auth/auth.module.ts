import { Module, type CanActivate } from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { Settings } from '../../config/settings.js';
import { AnonymousGuard } from './anonymous.guard.js';
import { ApiKeyStrategy } from './api-key.strategy.js';
import { AuthenticationGuard } from './authentication.guard.js';
import { RoleGuard } from './role.guard.js';

/** Who calls the API, as `auth_mode` says, and what roles its routes need. */
@Module({
  providers: [
    ApiKeyStrategy,
    {
      provide: APP_GUARD,
      inject: [Settings, Reflector],
      useFactory: (settings: Settings, reflector: Reflector): CanActivate =>
        settings.auth.mode === 'none' ? new AnonymousGuard(settings) : new AuthenticationGuard(reflector, settings),
    },
    { provide: APP_GUARD, useClass: RoleGuard },
  ],
})
export class AuthModule {}
