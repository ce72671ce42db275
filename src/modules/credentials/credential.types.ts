import type { Secret } from '../../common/secret.js';

/** What the devices of one platform may need besides the log-in. */
export interface PlatformExtras {
  /** Secret for raising the privilege level, where it differs from none. */
  readonly enableSecret?: Secret;
  /** Name for a device that asks for one when the privilege level is raised. Default: the one of the log-in. */
  readonly enableUsername?: string;
  /** Name that SSH is opened with, where the device asks for the log-in inside the session. Default: as the platform says. */
  readonly sshUsername?: string;
  /** Password that SSH is opened with there. Default: the one of the log-in. */
  readonly sshPassword?: Secret;
}

/** A log-in, held by worker processes alone. */
export interface Credential extends PlatformExtras {
  /** Id in its store, or `inline` for one that came with the request. */
  readonly id: string;
  readonly username: string;
  /** Not there where the log-in is by key alone. */
  readonly password?: Secret;
  readonly privateKey?: PrivateKey;
  /** Socket of an SSH agent (`SSH_AUTH_SOCK`) that holds the key. */
  readonly agentSocket?: string;
  /** Answers to what a device asks at log-in besides the password. */
  readonly answers?: readonly LoginAnswer[];
  /** By driver name: what goes before the above on devices of that platform. */
  readonly platforms?: ReadonlyMap<string, PlatformExtras>;
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
