import { Module, type CanActivate } from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { Settings } from '../../config/settings.js';
import { ApiKeyStrategy } from './api-key.strategy.js';
import { ApiKeyGuard } from './api-key.guard.js';

/** `auth_mode: none`: every caller is let in. */
const OPEN_GUARD: CanActivate = { canActivate: () => true };

/** Authentication of API callers, as `auth_mode` says. */
@Module({
  providers: [
    ApiKeyStrategy,
    {
      provide: APP_GUARD,
      inject: [Settings, Reflector],
      useFactory: (settings: Settings, reflector: Reflector): CanActivate =>
        settings.auth.mode === 'none' ? OPEN_GUARD : new ApiKeyGuard(reflector, settings),
    },
  ],
})
export class AuthModule {}
