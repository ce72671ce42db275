import type { FastifyRequest } from 'fastify';
import type { ProvenCaller } from './caller.types.js';

/** Finds out who sends a request by one method; `null` when the request does not try it. Throws what is wrong with it. */
export type CallerLookup = (request: FastifyRequest) => Promise<ProvenCaller | null>;

/**
 * What the guard hands to the strategies with each request. passport knows strategies by name, once in a process; so that two
 * applications in one process keep apart, all that a strategy needs comes with the request.
 */
export interface AuthenticationOptions {
  readonly lookups: Readonly<Record<'api_key' | 'jwt', CallerLookup>>;
}
