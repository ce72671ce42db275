import { TomError, type JobStage } from '../../../common/tom-error.js';

/** A log-in was refused lately: it is not tried again before its wait is over, so that the account is not locked out. */
export class CredentialParkedError extends TomError {
  readonly kind = 'auth';
  override readonly stage: JobStage = 'authenticate';
}

/** Connections to the device failed too often in a row: it is not tried again before its wait is over. */
export class DeviceUnreachableError extends TomError {
  readonly kind = 'network';
  override readonly stage: JobStage = 'connect';
}

/** The job waited too long for others to try a credential that no device has taken yet: one at a time does. */
export class CredentialUntriedError extends TomError {
  readonly kind = 'gating';
}
