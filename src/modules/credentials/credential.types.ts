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
