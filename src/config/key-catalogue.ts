import { KNOWN_PLUGINS } from './plugins/known-plugins.js';
import { BOTH_ROLES, type SettingRole } from './role.js';
import { SETTING_GROUPS } from './setting-groups.js';
import { settingsOf } from './setting.decorator.js';

/** What is known of a key. */
export interface KnownKey {
  /** Halves that read it. */
  readonly roles: readonly SettingRole[];
  /** The plugin it is a setting of. */
  readonly plugin?: string;
}

function* groupKeys(): Iterable<[string, KnownKey]> {
  for (const type of Object.values(SETTING_GROUPS)) {
    for (const { key, roles } of settingsOf(type)) yield [key, { roles }];
  }
}

function* pluginKeys(): Iterable<[string, KnownKey]> {
  for (const { name, half, settings } of KNOWN_PLUGINS) {
    const used = settings === undefined ? [] : settingsOf(settings);
    for (const { key, aliases = [] } of used) {
      for (const each of [key, ...aliases]) yield [`plugin_${name}_${each}`, { roles: [half], plugin: name }];
    }
  }
}

/** Every key Tom knows, whichever half reads it. */
export const KEY_CATALOGUE: ReadonlyMap<string, KnownKey> = new Map([...groupKeys(), ...pluginKeys()]);

/** Halves that read one of these keys and no other half does; both when the keys belong to no half alone. */
export function halvesConcerned(keys: Iterable<string>): readonly SettingRole[] {
  const roles = [...keys].map((key) => KEY_CATALOGUE.get(key)?.roles ?? BOTH_ROLES);
  const owners = new Set(roles.filter((of) => of.length === 1).flat());
  return owners.size === 1 ? [...owners] : BOTH_ROLES;
}
