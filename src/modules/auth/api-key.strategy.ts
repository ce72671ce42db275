import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-custom';
import type { AuthenticationOptions } from './authentication-options.js';
import { callerFrom, type Caller } from './caller.types.js';

/** Proves a caller by an API key. */
@Injectable()
export class ApiKeyStrategy extends PassportStrategy(Strategy, 'api_key') {
  constructor() {
    super({ passOptionsToCallback: true });
  }

  async validate(request: FastifyRequest, { lookups }: AuthenticationOptions): Promise<Caller | null> {
    const caller = await lookups.api_key(request);
    return caller === null ? null : callerFrom(caller, request.ip);
  }
}
