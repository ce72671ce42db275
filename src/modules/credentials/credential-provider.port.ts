import type { Credential } from './credential.types.js';

/**
 * A store of log-ins. Lives in worker processes alone. Both methods may be repeated, reject with
 * `CredentialNotFoundError` or `CredentialStoreError`, and never put a secret into an error.
 */
export abstract class CredentialProvider {
  /** The credential with this id. */
  abstract get(id: string): Promise<Credential>;

  /** All ids, sorted. */
  abstract listIds(): Promise<string[]>;
}
