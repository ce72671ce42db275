import type { Secret } from '../../common/secret.js';

/** A log-in, held by worker processes alone. */
export interface Credential {
  /** Id in its store, or `inline` for one that came with the request. */
  readonly id: string;
  readonly username: string;
  readonly password: Secret;
  /** Secret for raising the privilege level, where it differs from none. */
  readonly enableSecret?: Secret;
}

/** Log-in named by its id in the credential store. */
export interface StoredCredentialRef {
  readonly type: 'stored';
  readonly credentialId: string;
}

/** Log-in given in the request, its password sealed so that workers alone can open it. */
export interface InlineCredentialRef {
  readonly type: 'inlineSSH';
  readonly username: string;
  /** JSON Web Encryption of the password; an empty string once the job has ended. */
  readonly sealedPassword: string;
}

/** How a job names its log-in. */
export type CredentialRef = StoredCredentialRef | InlineCredentialRef;
