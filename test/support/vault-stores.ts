import { inspect } from 'node:util';
import { Logger } from '@nestjs/common';
import { VaultCredentialsSettings } from '../../src/config/plugins/vault-credentials.settings.js';
import { VaultCredentialProvider } from '../../src/modules/credentials/adapters/vault.credential-provider.js';
import type { CredentialEvents } from '../../src/modules/credentials/credential-events.js';

/** What of the settings a test sets. */
export type VaultChanges = { -readonly [Key in keyof VaultCredentialsSettings]?: VaultCredentialsSettings[Key] };

/** Stores of one test, and what they log. */
export class VaultStores {
  readonly #opened: VaultCredentialProvider[] = [];
  readonly #logged: string[] = [];

  constructor() {
    for (const level of ['log', 'warn', 'error', 'debug'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation((...line: unknown[]) => {
        this.#logged.push(inspect(line));
      });
    }
  }

  get log(): string {
    return this.#logged.join('\n');
  }

  open(changes: VaultChanges, events?: CredentialEvents): VaultCredentialProvider {
    const provider = new VaultCredentialProvider(Object.assign(new VaultCredentialsSettings(), changes), events);
    this.#opened.push(provider);
    return provider;
  }

  async stop(): Promise<void> {
    for (const provider of this.#opened.splice(0)) await provider.stop();
    jest.restoreAllMocks();
  }
}
