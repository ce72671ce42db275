import { isAccessRole, type AccessRole } from '../common/access-role.js';
import { textList, type SettingType } from './setting-types.js';

function parseMap<T>(raw: unknown, parse: (value: unknown) => T | undefined): Record<string, T> | undefined {
  const given = typeof raw === 'string' ? parseJson(raw) : raw;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  const entries = Object.entries(given).map(
    ([key, value]: [string, unknown]) => [key.toLowerCase(), parse(value)] as const,
  );
  return entries.every((entry): entry is readonly [string, NonNullable<T>] => entry[1] !== undefined)
    ? Object.fromEntries(entries)
    : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** User, or `@domain`, in lower case → role. */
export const roleMap: SettingType<Readonly<Record<string, AccessRole>>> = {
  name: 'map of user to role',
  expected: 'must be a map of user to viewer, operator, configurator or admin',
  parse: (raw) => parseMap(raw, (value) => (isAccessRole(value) ? value : undefined)),
};

/** User, or `@domain`, in lower case → patterns of devices. */
export const devicesMap: SettingType<Readonly<Record<string, readonly string[]>>> = {
  name: 'map of user to list of devices',
  expected: 'must be a map of user to a list of devices',
  parse: (raw) => parseMap(raw, (value) => textList.parse(value)),
};
