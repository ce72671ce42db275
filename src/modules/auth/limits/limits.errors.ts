import { TomError } from '../../../common/tom-error.js';

/** Somebody asks for more than the limits allow. */
export class RateLimitError extends TomError {
  readonly kind = 'too_many_requests';

  constructor(
    message: string,
    override readonly retryAfterSeconds: number,
  ) {
    super(message);
  }
}
