import { TomError } from '../../common/tom-error.js';

/** The request does not prove who sends it. */
export class UnauthenticatedError extends TomError {
  readonly kind = 'unauthenticated';
}
