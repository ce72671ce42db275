import { Secret } from '../common/secret.js';

/** How the text of a setting, from a file or the environment, becomes a value. */
export interface SettingType<T = unknown> {
  /** Name in the settings reference. */
  readonly name: string;
  /** Ends the sentence "port is "x": …". */
  readonly expected: string;
  /** True when the value must never be printed. */
  readonly isSecret?: boolean;
  /** True when a relative path is resolved against `project_root`. */
  readonly isPath?: boolean;
  /** The value, or `undefined` when `raw` is not of this type. */
  parse(raw: unknown): T | undefined;
}

/** A key of the API and the user it stands for. */
export interface ApiKey {
  readonly key: Secret;
  readonly user: string;
}

const YES = ['true', 'yes', 'on', '1', 't', 'y'];
const NO = ['false', 'no', 'off', '0', 'f', 'n'];

function parseText(raw: unknown): string | undefined {
  return typeof raw === 'string' ? raw : undefined;
}

function parseNumber(raw: unknown): number | undefined {
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : undefined;
  if (typeof raw !== 'string' || !/^[+-]?\d+(\.\d+)?$/.test(raw.trim())) return undefined;
  return Number(raw);
}

function parseInteger(raw: unknown): number | undefined {
  const value = parseNumber(raw);
  return Number.isSafeInteger(value) ? value : undefined;
}

function parseFlag(raw: unknown): boolean | undefined {
  if (typeof raw === 'boolean') return raw;
  const word = typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim().toLowerCase() : '';
  if (YES.includes(word)) return true;
  return NO.includes(word) ? false : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function splitAtCommas(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function parseTextList(raw: unknown): string[] | undefined {
  if (typeof raw === 'string') return raw.trim().startsWith('[') ? parseTextList(parseJson(raw)) : splitAtCommas(raw);
  if (!Array.isArray(raw)) return undefined;
  const items: unknown[] = raw;
  return items.every((item) => typeof item === 'string') ? items : undefined;
}

/** `a=1,b=2` as entries; an item without `=` gets an empty value. */
function splitPairs(text: string): Record<string, string> {
  return Object.fromEntries(
    splitAtCommas(text).map((pair) => {
      const [name = '', ...rest] = pair.split('=');
      return [name.trim(), rest.join('=')];
    }),
  );
}

function parseIntegerMap(raw: unknown): Record<string, number> | undefined {
  if (typeof raw === 'string') return parseIntegerMap(raw.trim().startsWith('{') ? parseJson(raw) : splitPairs(raw));
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  const entries = Object.entries(raw).map(([name, value]) => [name, parseInteger(value)] as const);
  return entries.every((entry): entry is readonly [string, number] => entry[1] !== undefined)
    ? Object.fromEntries(entries)
    : undefined;
}

function isMapping(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

function parseMappingList(raw: unknown): readonly Readonly<Record<string, unknown>>[] | undefined {
  const list = typeof raw === 'string' ? parseJson(raw) : raw;
  return Array.isArray(list) && list.every(isMapping) ? list : undefined;
}

function isTextMap(raw: unknown): raw is Readonly<Record<string, string>> {
  return isMapping(raw) && Object.values(raw).every((value) => typeof value === 'string');
}

function parseTextMaps(raw: unknown): Readonly<Record<string, Readonly<Record<string, string>>>> | undefined {
  const map = typeof raw === 'string' ? parseJson(raw) : raw;
  if (!isMapping(map)) return undefined;
  const entries = Object.entries(map);
  return entries.every((entry): entry is [string, Readonly<Record<string, string>>] => isTextMap(entry[1]))
    ? Object.fromEntries(entries)
    : undefined;
}

function parseApiKey(text: string): ApiKey | undefined {
  const [, key, user] = /^([^:]+):(.+)$/s.exec(text.trim()) ?? [];
  return key === undefined || user === undefined ? undefined : { key: new Secret(key), user };
}

function parseApiKeys(raw: unknown): ApiKey[] | undefined {
  const keys = parseTextList(raw)?.map(parseApiKey);
  return keys?.every((key) => key !== undefined) ? keys : undefined;
}

/** Text as it stands. A number is refused: its leading zeros are lost before Tom sees it. */
export const text: SettingType<string> = {
  name: 'text',
  expected: 'must be text (put it in quotes)',
  parse: parseText,
};

/** Text that is never printed. */
export const secretText: SettingType<Secret> = {
  name: 'secret text',
  expected: text.expected,
  isSecret: true,
  parse: (raw) => (typeof raw === 'string' ? new Secret(raw) : undefined),
};

/** File or directory; a relative one starts at `project_root`. */
export const path: SettingType<string> = { name: 'path', expected: 'must be a path', isPath: true, parse: parseText };

/** Whole number, written as number or text. */
export const integer: SettingType<number> = {
  name: 'whole number',
  expected: 'must be a whole number',
  parse: parseInteger,
};

/** Seconds in the file, fractions allowed; milliseconds in the settings tree. */
export const duration: SettingType<number> = {
  name: 'seconds',
  expected: 'must be a number of seconds',
  parse: (raw) => {
    const seconds = parseNumber(raw);
    return seconds === undefined ? undefined : Math.round(seconds * 1000);
  },
};

/** `true` or `false`, and the other words YAML and shells have for them. */
export const flag: SettingType<boolean> = { name: 'boolean', expected: 'must be true or false', parse: parseFlag };

/** List of texts; in the environment a JSON list or items with commas between. */
export const textList: SettingType<readonly string[]> = {
  name: 'list of texts',
  expected: 'must be a list of texts',
  parse: parseTextList,
};

/** Name → whole number; in the environment a JSON object or `name=1,other=2`. */
export const integerMap: SettingType<Readonly<Record<string, number>>> = {
  name: 'map of name to whole number',
  expected: 'must be a map of name to whole number',
  parse: parseIntegerMap,
};

/** List of maps whose content the reader checks; in the environment as JSON. */
export const mappingList: SettingType<readonly Readonly<Record<string, unknown>>[]> = {
  name: 'list of maps',
  expected: 'must be a list of maps',
  parse: parseMappingList,
};

/** Name → (name → text); in the environment as JSON. */
export const textMaps: SettingType<Readonly<Record<string, Readonly<Record<string, string>>>>> = {
  name: 'map of name to a map of texts',
  expected: 'must be a map of name to a map of texts',
  parse: parseTextMaps,
};

/** List of `key:user`, split at the first colon. */
export const apiKeyList: SettingType<readonly ApiKey[]> = {
  name: 'list of "key:user"',
  expected: 'must be a list of "key:user"',
  isSecret: true,
  parse: parseApiKeys,
};

/** One word of a few, in any case; `aliases` maps other spellings to the one that is kept. */
export function choice(aliases: Readonly<Record<string, string>> = {}): SettingType<string> {
  return {
    name: 'choice',
    expected: 'must be text',
    parse: (raw) => {
      const word = parseText(raw)?.trim().toLowerCase();
      return word !== undefined && Object.hasOwn(aliases, word) ? aliases[word] : word;
    },
  };
}
