import type { Credential } from './credential.types.js';

/**
 * A store of log-ins. Lives in worker processes alone. `get`, `listIds` and `check` may be repeated and called at the same
 * time, reject with `CredentialNotFoundError` or `CredentialStoreError` within a bounded time, and never put a
 * secret into an error.
 */
export abstract class CredentialProvider {
  /** The credential with this id. Its secrets stay as they are for as long as the caller has it. */
  abstract get(id: string): Promise<Credential>;

  /** Ids of all credentials, in order. */
  abstract listIds(): Promise<string[]>;

  /** Gets ready; called once, before all others. A store that is away for now is no reason to reject. */
  async start(): Promise<void> {
    // Nothing to do for most.
  }

  /** Closes what is open; called once, when no job runs any more. */
  async stop(): Promise<void> {
    // Likewise.
  }

  /** Whether the store can serve now: rejects with the reason when it cannot. */
  async check(): Promise<void> {
    // A store without connections can.
  }

  /** A device refused this credential: one that was kept is fetched anew for the next job. */
  forget(_id: string): void {
    // Nothing is kept by most.
  }
}
