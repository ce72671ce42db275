import { TomError } from '../../../common/tom-error.js';

/** No stored key has this id. */
export class KeyNotFoundError extends TomError {
  readonly kind = 'not_found';
}

/** A key that has ended is not replaced: its end would be that of the new one. */
export class KeyEndedError extends TomError {
  readonly kind = 'conflict';
}

/** There are as many keys as there may be. */
export class TooManyKeysError extends TomError {
  readonly kind = 'conflict';
}
