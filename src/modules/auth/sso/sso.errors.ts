import { TomError } from '../../../common/tom-error.js';

/** A provider cannot be reached, so that its tokens cannot be checked. */
export class ProviderUnavailableError extends TomError {
  readonly kind = 'unavailable';
  override readonly retryAfterSeconds = 5;
}

/** The request names a provider that there is not. */
export class UnknownProviderError extends TomError {
  readonly kind = 'bad_request';
}

/** A provider does not take what it was sent for a caller. */
export class ProviderRefusalError extends TomError {
  readonly kind = 'bad_request';
}

/** The test of the log-in is not for whoever asks. */
export class TestLoginOffError extends TomError {
  readonly kind = 'not_found';
}
