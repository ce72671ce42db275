import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-custom';
import type { AuthenticationOptions } from './authentication-options.js';
import { callerFrom, type Caller } from './caller.types.js';

/** Proves a caller by a token of an OpenID provider. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor() {
    super({ passOptionsToCallback: true });
  }

  async validate(request: FastifyRequest, { lookups }: AuthenticationOptions): Promise<Caller | null> {
    const caller = await lookups.jwt(request);
    return caller === null ? null : callerFrom(caller, request.ip);
  }
}
