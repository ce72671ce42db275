import { IsDefined, IsIn, Max, Min } from 'class-validator';
import { Setting, type SettingsClass } from '../config/setting.decorator.js';
import {
  choice,
  duration,
  flag,
  integer,
  path,
  secretText,
  text,
  textList,
  type SettingType,
} from '../config/setting-types.js';
import type { SettingRole } from '../config/role.js';
import type { Secret } from '../common/secret.js';

/** One setting `plugin_<name>_<key>` of a plugin; `T` is the type of its value. */
export interface PluginSetting<T> {
  readonly type: SettingType;
  readonly description: string;
  readonly default: T | undefined;
  readonly constraints: readonly PropertyDecorator[];
}

/** The settings of a part of a plugin, by their keys. */
export type PluginSettings = Readonly<Record<string, PluginSetting<unknown>>>;

/** The values of settings, by their keys. */
export type SettingValuesOf<S extends PluginSettings> = {
  readonly [Key in keyof S]: S[Key] extends PluginSetting<infer T> ? T : never;
};

interface Description {
  /** One or two sentences. */
  readonly description: string;
}

interface WithDefault<T> extends Description {
  readonly default: T;
}

interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
}

function boundsOf({ minimum, maximum }: Bounds, factor = 1): PropertyDecorator[] {
  return [
    ...(minimum === undefined ? [] : [Min(minimum * factor)]),
    ...(maximum === undefined ? [] : [Max(maximum * factor)]),
  ];
}

function define<T>(
  type: SettingType,
  { description, ...rest }: Description,
  constraints: PropertyDecorator[] = [],
): PluginSetting<T> {
  const value = 'default' in rest ? (rest.default as T) : undefined;
  return {
    type,
    description,
    default: value,
    constraints: value === undefined ? [IsDefined(), ...constraints] : constraints,
  };
}

function inMilliseconds(options: WithDefault<number>): WithDefault<number> {
  return { ...options, default: options.default * 1000 };
}

/** Kinds of settings. One without `default` must be set. Values are read and checked as Tom's own are, with the same messages. */
export const setting = {
  text: (options: Description | WithDefault<string>): PluginSetting<string> => define(text, options),
  /** Text that is never printed; it must be set. */
  secret: (options: Description): PluginSetting<Secret> => define(secretText, options),
  /** A file or directory; a relative one starts at `project_root`. */
  path: (options: Description | WithDefault<string>): PluginSetting<string> => define(path, options),
  flag: (options: WithDefault<boolean>): PluginSetting<boolean> => define(flag, options),
  integer: (options: (Description | WithDefault<number>) & Bounds): PluginSetting<number> =>
    define(integer, options, boundsOf(options)),
  /** Seconds in the settings, with `default` and bounds in seconds; the value is in milliseconds. */
  duration: (options: WithDefault<number> & Bounds): PluginSetting<number> =>
    define(duration, inMilliseconds(options), boundsOf(options, 1000)),
  textList: (options: WithDefault<readonly string[]>): PluginSetting<readonly string[]> => define(textList, options),
  choice: <T extends string>(options: WithDefault<T> & { readonly choices: readonly T[] }): PluginSetting<T> =>
    define(choice(), options, [IsIn(options.choices)]),
} as const;

/** The class that the settings of a plugin are read by. */
export function settingsClassOf<S extends PluginSettings>(
  settings: S,
  role: SettingRole,
): SettingsClass<SettingValuesOf<S> & object> {
  const defaults = Object.fromEntries(Object.entries(settings).map(([key, { default: value }]) => [key, value]));
  class PluginSettingsGroup {
    constructor() {
      Object.assign(this, defaults);
    }
  }
  for (const [key, { type, description, constraints }] of Object.entries(settings)) {
    for (const constrain of constraints) constrain(PluginSettingsGroup.prototype, key);
    Setting({ key, type, roles: [role], description })(PluginSettingsGroup.prototype, key);
  }
  return PluginSettingsGroup as unknown as SettingsClass<SettingValuesOf<S> & object>;
}
