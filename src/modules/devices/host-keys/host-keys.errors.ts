import { TomError, type JobStage, type TomErrorOptions } from '../../../common/tom-error.js';

/** The file of known hosts cannot be read at the start. */
export class KnownHostsFileError extends TomError {
  readonly kind = 'settings';
}

/** The host's key is not taken. Nothing but the key exchange has happened: no user name and no password was sent. */
export abstract class HostKeyError extends TomError {
  readonly kind = 'auth';
  override readonly stage: JobStage = 'host_key';

  constructor(message: string, options: TomErrorOptions = {}) {
    super(`${message}. No password was sent`, options);
  }
}

/** The host shows another key than the one it is known by: it was replaced, or somebody stands between. */
export class HostKeyChangedError extends HostKeyError {}

/** Nobody has said which key the host has, and the policy is `strict`. */
export class HostKeyUnknownError extends HostKeyError {}

/** The file of known hosts calls the key revoked. */
export class HostKeyRevokedError extends HostKeyError {}

/** The host shows no public key. */
export class HostKeyUnreadableError extends HostKeyError {}
