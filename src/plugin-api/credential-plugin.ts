import { readStoredEntry } from '../modules/credentials/credential-entry.js';
import type { CredentialProvider } from '../modules/credentials/credential-provider.port.js';
import type { Credential } from '../modules/credentials/credential.types.js';
import type { PluginSettings, SettingValuesOf } from './plugin-setting.js';

/** A credential store that a plugin brings; `credential_plugin` selects it by its name. */
export interface CredentialPlugin<S extends PluginSettings = PluginSettings> {
  /** Its settings, `plugin_<name>_<key>`, of workers alone. */
  readonly settings: S;
  /** Called once in a worker, when the store is selected; never in a controller. */
  create(this: void, settings: SettingValuesOf<S>): CredentialProvider | Promise<CredentialProvider>;
}

/** Fields of a credential as stores spell them; see `docs/credentials.md`. */
export interface CredentialFields {
  readonly username: string;
  readonly password?: string;
  /** Text of the key file. */
  readonly private_key?: string;
  readonly passphrase?: string;
  readonly certificate?: string;
  readonly agent?: string;
  /** The enable secret. */
  readonly secret?: string;
  /** By question, a regular expression. */
  readonly answers?: Readonly<Record<string, string>>;
  /** By driver: what its devices need besides, such as `ssh_username`. */
  readonly platforms?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Describes a credential store, so that `create` gets its settings with their types. */
export function defineCredentials<S extends PluginSettings>(plugin: CredentialPlugin<S>): CredentialPlugin {
  return plugin;
}

/**
 * The credential of fields that a store gave, checked.
 *
 * @param store what errors call the store
 * @throws CredentialNotFoundError for one that is incomplete, with the field that is missing and never its content
 */
export function credentialOf(id: string, fields: CredentialFields, store: string): Credential {
  return readStoredEntry(id, fields, store);
}
