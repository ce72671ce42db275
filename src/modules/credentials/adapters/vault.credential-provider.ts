import { Logger } from '@nestjs/common';
import type { VaultCredentialsSettings } from '../../../config/plugins/vault-credentials.settings.js';
import { errorMessage } from '../../../common/tom-error.js';
import type { CredentialEditor, CredentialFields } from '../credential-editor.port.js';
import { CredentialEvents } from '../credential-events.js';
import { CredentialProvider } from '../credential-provider.port.js';
import type { Credential } from '../credential.types.js';
import { CredentialNotFoundError } from '../credentials.errors.js';
import { readStoredEntry } from '../credential-entry.js';
import { VaultAsker } from './vault-asker.js';
import { VaultClient } from './vault-client.js';
import { VaultKv } from './vault-kv.js';
import { VaultLogin } from './vault-login.js';
import { VaultSession } from './vault-session.js';

/** Log-ins from HashiCorp Vault: one secret each, with the fields that credentials have in every store. */
export class VaultCredentialProvider extends CredentialProvider implements CredentialEditor {
  private readonly logger = new Logger('Credentials');
  private readonly session: VaultSession;
  private readonly kv: VaultKv;

  constructor(settings: VaultCredentialsSettings, events = new CredentialEvents()) {
    super();
    const asker = new VaultAsker(new VaultClient(settings));
    this.session = new VaultSession(asker, new VaultLogin(asker, settings, events));
    const { mount, kvVersion: version, credentialPathPrefix: prefix } = settings;
    this.kv = new VaultKv(this.session, { mount, version, prefix });
  }

  /** Logs in, so that a wrong setting is told at the start. Goes on without Vault: it may be there for the first job. */
  override async start(): Promise<void> {
    try {
      await this.session.check();
      this.logger.log(`credentials come from Vault at ${this.session.url}`);
    } catch (error) {
      this.logger.error(`${errorMessage(error)}; jobs fail until that is mended`);
    }
  }

  override async stop(): Promise<void> {
    await this.session.stop();
  }

  override async check(): Promise<void> {
    await this.session.check();
  }

  override async get(id: string): Promise<Credential> {
    return readStoredEntry(id, await this.kv.read(id), `Vault at ${this.session.url}`);
  }

  override async listIds(): Promise<string[]> {
    return this.kv.listIds();
  }

  async put(id: string, fields: CredentialFields): Promise<void> {
    await this.kv.write(id, fields);
  }

  async remove(id: string): Promise<boolean> {
    const isThere = await this.kv.read(id).then(
      () => true,
      (error: unknown) => {
        if (error instanceof CredentialNotFoundError) return false;
        throw error;
      },
    );
    await this.kv.remove(id);
    return isThere;
  }
}
