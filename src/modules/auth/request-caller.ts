import type { FastifyRequest } from 'fastify';
import { UnauthenticatedError } from './auth.errors.js';
import type { Caller } from './caller.types.js';

/** A request as the authentication leaves it: passport puts whom it found into `user`. */
type AuthenticatedRequest = FastifyRequest & { user?: Caller };

/** Who sends the request. Throws `UnauthenticatedError` where nobody was asked. */
export function callerOf(request: FastifyRequest): Caller {
  const { user } = request as AuthenticatedRequest;
  if (user === undefined) throw new UnauthenticatedError('this route does not ask who calls it');
  return user;
}

/** Who sends the request, as far as it is known. */
export function findCaller(request: FastifyRequest): Caller | undefined {
  return (request as AuthenticatedRequest).user;
}

export function setCaller(request: FastifyRequest, caller: Caller): void {
  (request as AuthenticatedRequest).user = caller;
}
