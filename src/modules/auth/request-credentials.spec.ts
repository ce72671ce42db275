import type { FastifyRequest } from 'fastify';
import { settingsOfValues } from '../../config/settings-of-values.js';
import type { ApiKeyCallers } from './keys/api-key-callers.js';
import { RequestCredentials } from './request-credentials.js';
import type { TokenCallers } from './sso/token-callers.js';

const CALLER = { user: 'alice' };

function lookup(request: Partial<FastifyRequest>, settings: Record<string, unknown> = {}): Promise<unknown> {
  const tokens = { callerOf: async () => CALLER } as unknown as TokenCallers;
  const keys = {} as ApiKeyCallers;
  const { lookups } = new RequestCredentials(settingsOfValues(settings, 'controller'), keys, tokens);
  return lookups.jwt({ headers: { authorization: 'Bearer a.b.c' }, ...request } as FastifyRequest);
}

describe('a token in a request', () => {
  it.each([
    ['https', '192.0.2.1', {}],
    ['http', '127.0.0.1', {}],
    ['http', '::1', {}],
    ['http', '::ffff:127.0.0.1', {}],
    ['http', '192.0.2.1', { jwt_require_https: false }],
  ] as const)('is looked at over %s from %s with %j', async (protocol, ip, settings) => {
    expect(await lookup({ protocol, ip }, settings)).toBe(CALLER);
  });

  it.each(['192.0.2.1', '2001:db8::1', '::ffff:192.0.2.1'])('is refused over plain HTTP from %s', async (ip) => {
    await expect(lookup({ protocol: 'http', ip })).rejects.toThrow(/over HTTPS alone/);
  });

  it.each(['Basic YTpi', 'Bearer', 'Bearer a b', 'a.b.c'])('is none: %j', async (authorization) => {
    expect(await lookup({ protocol: 'https', ip: '192.0.2.1', headers: { authorization } })).toBeNull();
  });
});
