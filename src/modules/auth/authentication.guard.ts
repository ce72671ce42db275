import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { Settings } from '../../config/settings.js';
import { API_KEY_STRATEGY } from './api-key.strategy.js';
import { UnauthenticatedError } from './auth.errors.js';
import { isPublicRoute } from './public.decorator.js';

/** Asks who calls every route but those marked `@Public()`. */
@Injectable()
export class AuthenticationGuard extends AuthGuard(API_KEY_STRATEGY) implements CanActivate {
  private readonly needed: string;

  constructor(
    private readonly reflector: Reflector,
    settings: Settings,
  ) {
    super();
    this.needed = settings.auth.apiKeyHeaders.map((header) => `"${header}"`).join(' or ');
  }

  override canActivate(context: ExecutionContext): ReturnType<CanActivate['canActivate']> {
    return isPublicRoute(this.reflector, context) ? true : super.canActivate(context);
  }

  override handleRequest<T>(error: unknown, caller: T | false | null): T {
    if (error instanceof Error) throw error;
    if (!caller) throw new UnauthenticatedError(`a valid API key is needed in the header ${this.needed}`);
    return caller;
  }
}
