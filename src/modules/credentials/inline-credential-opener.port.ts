import type { Secret } from '../../common/secret.js';
import type { Credential, InlineCredentialRef } from './credential.types.js';

/** Opens log-ins that came with a request. Lives in worker processes alone. */
export abstract class InlineCredentialOpener {
  /**
   * The log-in in clear.
   * @param target the device it was sealed for: opened for any other it is refused
   * @throws CredentialNotFoundError when no key of this worker opens it
   */
  abstract open(ref: InlineCredentialRef, target: SealingTarget): Promise<Credential>;

  /** An enable secret in clear. Target and errors as for `open`. */
  abstract openSecret(sealed: string, target: SealingTarget): Promise<Secret>;
}

/** The device a log-in is sealed for. */
export interface SealingTarget {
  readonly host: string;
  readonly port: number;
}
