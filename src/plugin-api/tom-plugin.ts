import type { TtpMacro } from '../modules/parsing/ttp/ttp-functions.js';
import type { CredentialPlugin } from './credential-plugin.js';
import type { InventoryPlugin } from './inventory-plugin.js';
import type { ParserPlugin } from './parser-plugin.js';
import type { PlatformPlugin } from './platform-plugin.js';

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
  /** Parsers, by the names that requests give as `parser`. */
  readonly parsers?: Readonly<Record<string, ParserPlugin>>;
  /** Platforms, by the names that inventories give as driver. */
  readonly platforms?: Readonly<Record<string, PlatformPlugin>>;
}

/** A plugin with its types checked: `export default definePlugin({ … })`. */
export function definePlugin(plugin: TomPlugin & { readonly apiVersion: number }): TomPlugin {
  return plugin;
}
