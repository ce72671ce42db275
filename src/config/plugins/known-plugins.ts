import type { SettingRole } from '../role.js';
import type { SettingsClass } from '../setting.decorator.js';
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
  /** Keys of a plugin that this version does not have; they are noted, not refused. */
  readonly unusedKeys?: readonly string[];
}

const NETWORK_SOURCE_KEYS = [
  'url',
  'token',
  'credential_source',
  'credential_field',
  'default_credential',
  'credential_default',
  'adapter_source',
  'adapter_field',
  'default_adapter',
  'driver_source',
  'driver_field',
  'default_driver',
  'default_port',
  'status_filter',
  'role_filter',
  'location_filter',
  'tag_filter',
];

export const KNOWN_PLUGINS: readonly KnownPlugin[] = [
  { name: 'yaml', half: 'controller', settings: YamlInventorySettings },
  { name: 'yaml', half: 'worker', settings: YamlCredentialsSettings },
  { name: 'netbox', half: 'controller', unusedKeys: NETWORK_SOURCE_KEYS },
  { name: 'nautobot', half: 'controller', unusedKeys: NETWORK_SOURCE_KEYS },
  {
    name: 'solarwinds',
    half: 'controller',
    unusedKeys: ['host', 'username', 'password', 'port', 'default_cred_name', 'device_mappings'],
  },
  {
    name: 'vault',
    half: 'worker',
    unusedKeys: ['url', 'token', 'role_id', 'secret_id', 'verify_ssl', 'credential_path_prefix'],
  },
  { name: 'aws_secrets_manager', half: 'worker', unusedKeys: ['region', 'secret_prefix'] },
];
