import type { Secret } from '../../common/secret.js';

/** A log-in, held by worker processes alone. */
export interface Credential {
  /** Id in its store, or `inline` for one that came with the request. */
  readonly id: string;
  readonly username: string;
  /** Not there where the log-in is by key alone. */
  readonly password?: Secret;
  readonly privateKey?: PrivateKey;
  /** Socket of an SSH agent (`SSH_AUTH_SOCK`) that holds the key. */
  readonly agentSocket?: string;
  /** Secret for raising the privilege level, where it differs from none. */
  readonly enableSecret?: Secret;
  /** Answers to what a device asks at log-in besides the password. */
  readonly answers?: readonly LoginAnswer[];
}

/** A key to log in with over SSH. */
export interface PrivateKey {
  /** The file's text: OpenSSH, PEM or PuTTY. */
  readonly key: Secret;
  /** Set where the key is encrypted. */
  readonly passphrase?: Secret;
  /** OpenSSH certificate of the key: one line, as in `id_ed25519-cert.pub`. */
  readonly certificate?: string;
}

/** An answer to a question of keyboard-interactive log-in. */
export interface LoginAnswer {
  /** Matches the question. */
  readonly question: RegExp;
  readonly answer: Secret;
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
