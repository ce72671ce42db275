import type { SettingRole } from './role.js';
import type { SettingType } from './setting-types.js';

/** What loading, checking and the settings reference need to know of one setting, besides its constraints. */
export interface SettingOptions {
  /** Key in the YAML file; relative to `plugin_<name>_` in a plugin's class. */
  readonly key: string;
  readonly type: SettingType;
  /** Halves of Tom that read it; the others know the key as valid. */
  readonly roles: readonly SettingRole[];
  /** One or two sentences for the settings reference. */
  readonly description: string;
  /** Other keys that mean the same; the first that is set counts. */
  readonly aliases?: readonly string[];
  /** Unit of the number, where the type does not say it. */
  readonly unit?: string;
  /** The default in words, where it is computed. */
  readonly defaultText?: string;
}

/** A setting and the property that holds its value. The property's initialiser is the default. */
export interface SettingDefinition extends SettingOptions {
  readonly property: string;
}

/** A class whose properties are settings. */
export type SettingsClass<T extends object = object> = new () => T;

const definitions = new WeakMap<object, SettingDefinition[]>();

/** Makes a property a setting. Constraints on its value are class-validator decorators beside it. */
export function Setting(options: SettingOptions): (target: object, property: string) => void {
  return (target, property) => {
    const own = definitions.get(target.constructor) ?? [];
    own.push({ ...options, property });
    definitions.set(target.constructor, own);
  };
}

/** The settings of a class, in the order of its properties, those of the class that it extends first. */
export function settingsOf(type: SettingsClass): readonly SettingDefinition[] {
  const parent: unknown = Object.getPrototypeOf(type);
  const inherited = typeof parent === 'function' ? settingsOf(parent as SettingsClass) : [];
  return [...inherited, ...(definitions.get(type) ?? [])];
}
