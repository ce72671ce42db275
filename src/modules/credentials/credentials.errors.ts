import { TomError, type JobStage } from '../../common/tom-error.js';

/** The credential store has no credential of that id, or an incomplete one. */
export class CredentialNotFoundError extends TomError {
  readonly kind = 'credential';
  override readonly stage: JobStage = 'resolve';
}

/** The credential store cannot be read. */
export class CredentialStoreError extends TomError {
  readonly kind = 'credential';
  override readonly stage: JobStage = 'resolve';
}

/** The credential store does not answer, or answers that it cannot serve now; it was asked more than once. */
export class CredentialStoreUnreachableError extends CredentialStoreError {
  constructor(reason: string) {
    super(`credential store unreachable: ${reason}`);
  }
}

/** No live worker has published a key to seal an inline credential to. */
export class NoSealingKeyError extends TomError {
  readonly kind = 'unavailable';
}

/** Requests may not bring their own log-in. */
export class InlineCredentialsDisabledError extends TomError {
  readonly kind = 'forbidden';
}
