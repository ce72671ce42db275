import { TomError } from '../../../common/tom-error.js';

/** No stored key has this id. */
export class KeyNotFoundError extends TomError {
  readonly kind = 'not_found';
}

/** There are as many keys as there may be. */
export class TooManyKeysError extends TomError {
  readonly kind = 'conflict';
}
