import { didYouMean } from '../../common/nearest-names.js';
import { PLUGIN_API_VERSION, type TomPlugin } from '../../plugin-api/tom-plugin.js';
import type { CredentialPlugin } from '../../plugin-api/credential-plugin.js';
import type { InventoryPlugin } from '../../plugin-api/inventory-plugin.js';
import type { TtpMacro } from '../parsing/ttp/ttp-functions.js';
import { PluginError } from './plugins.errors.js';

const PARTS: readonly (keyof TomPlugin)[] = [
  'apiVersion',
  'ttpMacros',
  'inventories',
  'credentials',
  'parsers',
  'platforms',
];
/** A name that can stand in `plugin_<name>_<key>`. */
const PROVIDER_NAME = /^[a-z][a-z0-9_]*$/;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Refuses parts that Tom does not know, and plugins for another version of the API. */
export function checkParts(name: string, plugin: Readonly<Record<string, unknown>>): void {
  for (const part of Object.keys(plugin)) {
    if (PARTS.some((known) => known === part)) continue;
    const hint = didYouMean(part, PARTS) || `; known: ${PARTS.join(', ')}`;
    throw new PluginError(name, `has a part "${part}", which is unknown${hint}`);
  }
  const { apiVersion } = plugin;
  const isBound = Object.keys(plugin).some((part) => part !== 'ttpMacros');
  if (!isBound || apiVersion === PLUGIN_API_VERSION) return;
  const given =
    apiVersion === undefined ? 'says no apiVersion' : `is written for apiVersion ${JSON.stringify(apiVersion)}`;
  throw new PluginError(name, `${given}; this Tom needs apiVersion ${PLUGIN_API_VERSION}`);
}

/** The macros of a plugin. Throws `PluginError`. */
export function macrosOf(name: string, macros: unknown): [string, TtpMacro][] {
  if (macros === undefined) return [];
  if (!isRecord(macros)) throw new PluginError(name, 'needs an object of functions as ttpMacros');
  return Object.entries(macros).map(([macro, run]) => {
    if (typeof run !== 'function') throw new PluginError(name, `has a macro "${macro}" that is no function`);
    if (run.constructor.name === 'AsyncFunction') {
      throw new PluginError(name, `has a macro "${macro}" that is async; parsing does not wait for it`);
    }
    return [macro, run as TtpMacro];
  });
}

/** The inventory sources of a plugin. Throws `PluginError`. */
export function inventoriesOf(name: string, inventories: unknown): [string, InventoryPlugin][] {
  return providersOf<InventoryPlugin>(name, inventories, { part: 'inventories', kind: 'an inventory source' });
}

/** The credential stores of a plugin. Throws `PluginError`. */
export function credentialsOf(name: string, credentials: unknown): [string, CredentialPlugin][] {
  return providersOf<CredentialPlugin>(name, credentials, { part: 'credentials', kind: 'a credential store' });
}

/** Things of one kind that a plugin may have. */
export interface PartKind {
  readonly part: keyof TomPlugin;
  /** With its article, for errors. */
  readonly kind: string;
}

function providersOf<T>(plugin: string, providers: unknown, kind: PartKind): [string, T][] {
  return partsOf(plugin, providers, kind).map(([name, provider]) => {
    if (!isRecord(provider) || typeof provider.create !== 'function' || !isRecord(provider.settings)) {
      throw new PluginError(plugin, `has ${kind.kind} "${name}" that is none: it needs settings and create`);
    }
    return [name, provider as unknown as T];
  });
}

/** Things by their names, which are such as settings and requests can hold. Throws `PluginError`. */
export function partsOf(plugin: string, things: unknown, { part, kind }: PartKind): [string, unknown][] {
  if (things === undefined) return [];
  if (!isRecord(things)) throw new PluginError(plugin, `needs an object by names as ${part}`);
  for (const name of Object.keys(things)) {
    if (PROVIDER_NAME.test(name)) continue;
    throw new PluginError(plugin, `has ${kind} "${name}"; its name must be small letters, digits and _`);
  }
  return Object.entries(things);
}
