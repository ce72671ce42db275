/** All that a plugin may import of Tom. */
export { PLUGIN_API_VERSION, definePlugin, type TomPlugin } from './tom-plugin.js';
export type { TtpFields, TtpMacro, TtpMacroTools } from '../modules/parsing/ttp/ttp-functions.js';
export { setting, type PluginSetting, type PluginSettings, type SettingValuesOf } from './plugin-setting.js';
export { Secret } from '../common/secret.js';
export { defineInventory, deviceItem, type InventoryPlugin } from './inventory-plugin.js';
export { InventoryProvider } from '../modules/inventory/inventory-provider.port.js';
export { InventoryUnavailableError } from '../modules/inventory/inventory.errors.js';
export { credentialOf, defineCredentials, type CredentialFields, type CredentialPlugin } from './credential-plugin.js';
export { CredentialProvider } from '../modules/credentials/credential-provider.port.js';
export {
  CredentialNotFoundError,
  CredentialStoreError,
  CredentialStoreUnreachableError,
} from '../modules/credentials/credentials.errors.js';
export type { Credential, LoginAnswer, PlatformExtras, PrivateKey } from '../modules/credentials/credential.types.js';
export type { DeviceEntry } from '../modules/inventory/device-entry.js';
export type {
  InventoryDevice,
  InventoryItem,
  InventoryRecord,
  NamedFilter,
  RecordFault,
} from '../modules/inventory/inventory.types.js';
export { defineParser, type OutputReader, type ParserPlugin, type ReaderContext } from './parser-plugin.js';
export type { PlatformPlugin } from './platform-plugin.js';
