import type { CredentialEvents, ReadOutcome } from '../credential-events.js';
import { CredentialProvider } from '../credential-provider.port.js';
import type { Credential } from '../credential.types.js';
import { CredentialNotFoundError, CredentialStoreUnreachableError } from '../credentials.errors.js';

function outcomeOf(error: unknown): ReadOutcome {
  if (error instanceof CredentialNotFoundError) return 'missing';
  return error instanceof CredentialStoreUnreachableError ? 'unreachable' : 'failed';
}

/** A store whose every answer is counted. */
export class WatchedCredentialProvider extends CredentialProvider {
  constructor(
    private readonly store: CredentialProvider,
    private readonly events: CredentialEvents,
  ) {
    super();
  }

  override async get(id: string): Promise<Credential> {
    const startedAtMs = performance.now();
    const told = (outcome: ReadOutcome): void => this.events.read(outcome, performance.now() - startedAtMs);
    try {
      const credential = await this.store.get(id);
      told('found');
      return credential;
    } catch (error) {
      told(outcomeOf(error));
      throw error;
    }
  }

  override async listIds(): Promise<string[]> {
    return this.store.listIds();
  }

  override async start(): Promise<void> {
    await this.store.start();
  }

  override async stop(): Promise<void> {
    await this.store.stop();
  }

  override async check(): Promise<void> {
    await this.store.check();
  }

  override forget(id: string): void {
    this.store.forget(id);
  }
}
