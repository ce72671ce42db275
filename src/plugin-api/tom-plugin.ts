import type { TtpMacro } from '../modules/parsing/ttp/ttp-functions.js';
import type { CredentialPlugin } from './credential-plugin.js';
import type { InventoryPlugin } from './inventory-plugin.js';

/** Version of what plugins and Tom expect of each other; it changes when a plugin of before would not work any more. */
export const PLUGIN_API_VERSION = 1;

/** What the module of a plugin exports by default. It is imported in Tom's process and in every parsing thread. */
export interface TomPlugin {
  /** The `PLUGIN_API_VERSION` it was written for. Needed for all parts but `ttpMacros`. */
  readonly apiVersion?: number;
  /** Functions for `macro` in TTP templates, by the names that templates use. */
  readonly ttpMacros?: Readonly<Record<string, TtpMacro>>;
  /** Inventory sources, by the names that settings use. */
  readonly inventories?: Readonly<Record<string, InventoryPlugin>>;
  /** Credential stores, by the names that settings use. */
  readonly credentials?: Readonly<Record<string, CredentialPlugin>>;
}

/** A plugin with its types checked: `export default definePlugin({ … })`. */
export function definePlugin(plugin: TomPlugin & { readonly apiVersion: number }): TomPlugin {
  return plugin;
}
