import type { SettingRole } from '../role.js';
import type { SettingsClass } from '../setting.decorator.js';
import { AwsCredentialsSettings } from './aws-credentials.settings.js';
import { FilesCredentialsSettings } from './files-credentials.settings.js';
import { NautobotSettings } from './nautobot.settings.js';
import { NetBoxSettings } from './netbox.settings.js';
import { SolarWindsSettings } from './solarwinds.settings.js';
import { VaultCredentialsSettings } from './vault-credentials.settings.js';
import { YamlCredentialsSettings } from './yaml-credentials.settings.js';
import { YamlInventorySettings } from './yaml-inventory.settings.js';

/** A source of devices or log-ins whose settings are known by name. */
export interface KnownPlugin {
  /** `<name>` of `plugin_<name>_<key>`, and the value that selects it. */
  readonly name: string;
  /** Half that uses it: inventories belong to the controller, credential stores to the worker. */
  readonly half: SettingRole;
  /** Settings of a plugin that this version has. */
  readonly settings?: SettingsClass;
}

export const KNOWN_PLUGINS: readonly KnownPlugin[] = [
  { name: 'yaml', half: 'controller', settings: YamlInventorySettings },
  { name: 'yaml', half: 'worker', settings: YamlCredentialsSettings },
  { name: 'netbox', half: 'controller', settings: NetBoxSettings },
  { name: 'nautobot', half: 'controller', settings: NautobotSettings },
  { name: 'solarwinds', half: 'controller', settings: SolarWindsSettings },
  { name: 'vault', half: 'worker', settings: VaultCredentialsSettings },
  { name: 'aws_secrets_manager', half: 'worker', settings: AwsCredentialsSettings },
  { name: 'files', half: 'worker', settings: FilesCredentialsSettings },
  { name: 'env', half: 'worker' },
];

/** Names of the inventory sources that Tom itself brings. */
export const BUILT_IN_INVENTORIES: readonly string[] = KNOWN_PLUGINS.filter(
  ({ half, settings }) => half === 'controller' && settings !== undefined,
).map(({ name }) => name);

/** Names of the credential stores that Tom itself brings. */
export const BUILT_IN_CREDENTIAL_STORES: readonly string[] = KNOWN_PLUGINS.filter(({ half }) => half === 'worker').map(
  ({ name }) => name,
);
