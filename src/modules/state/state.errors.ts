import { TomError } from '../../common/tom-error.js';

/** The shared store (Redis) does not answer. */
export class StateUnavailableError extends TomError {
  readonly kind = 'unavailable';
}
