import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-custom';
import type { AccessRole } from '../../common/access-role.js';
import { Settings } from '../../config/settings.js';
import { ApiKeyStore } from './api-key-store.js';
import type { Caller } from './caller.types.js';

export const API_KEY_STRATEGY = 'api_key';

/** Takes the API key from one of the configured headers. */
@Injectable()
export class ApiKeyStrategy extends PassportStrategy(Strategy, API_KEY_STRATEGY) {
  private readonly headers: readonly string[];
  private readonly store: ApiKeyStore;
  private readonly role: AccessRole;

  constructor(settings: Settings) {
    super();
    this.headers = settings.auth.apiKeyHeaders.map((header) => header.toLowerCase());
    this.store = new ApiKeyStore(settings.auth.apiKeys);
    this.role = settings.auth.defaultRole ?? 'admin';
  }

  validate(request: FastifyRequest): Caller | null {
    for (const header of this.headers) {
      const value = request.headers[header];
      const user = typeof value === 'string' ? this.store.userOf(value) : undefined;
      if (user !== undefined) {
        return { user, method: 'api_key', provider: null, role: this.role, devices: null, claims: {} };
      }
    }
    return null;
  }
}
