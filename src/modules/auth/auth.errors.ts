import { TomError } from '../../common/tom-error.js';

/** The request does not prove who sends it. */
export class UnauthenticatedError extends TomError {
  readonly kind = 'unauthenticated';
}

/** The caller is known, and may not do this. */
export class ForbiddenError extends TomError {
  readonly kind = 'forbidden';
}
