import { parseEnv } from 'node:util';
import { FaultySourceError } from './settings.errors.js';
import type { SettingRole } from './role.js';
import type { SettingEntry } from './setting-values.js';

/** Environment variables; `process.env` is one. */
export type Variables = Readonly<Record<string, string | undefined>>;

const PREFIXES: Readonly<Record<SettingRole, string>> = { controller: 'tom_', worker: 'tom_worker_' };

/** Names after the prefix that name a file instead of being a setting. */
const FILE_NAMES = ['config_file', 'env_file'];

/** Value of a variable whatever the case of its name; an empty one counts as not set. */
export function variable(variables: Variables, name: string): string | undefined {
  const spelling = Object.keys(variables).find((key) => key.toUpperCase() === name && variables[key] !== '');
  return spelling === undefined ? undefined : variables[spelling];
}

/** The setting a variable stands for, or `undefined` when it is none of this half's. */
function settingKey(name: string, half: SettingRole): string | undefined {
  const lower = name.toLowerCase();
  if (!lower.startsWith(PREFIXES[half])) return undefined;
  if (half === 'controller' && lower.startsWith(PREFIXES.worker)) return undefined;
  const key = lower.slice(PREFIXES[half].length);
  return FILE_NAMES.includes(key) ? undefined : key;
}

/**
 * Settings among variables: those with the prefix of the half, in any case (of two spellings the one in capitals
 * counts). `label` comes before the variable's name in messages.
 */
export function entriesOfVariables(variables: Variables, half: SettingRole, label: string): Map<string, SettingEntry> {
  const entries = new Map<string, SettingEntry>();
  for (const name of Object.keys(variables).sort().reverse()) {
    const key = settingKey(name, half);
    const value = variables[name];
    if (key !== undefined && value !== undefined) {
      entries.set(key, { key, value, where: `${label} ${name}` });
    }
  }
  return entries;
}

/** Variables of an env file, `NAME=value` a line. Throws `FaultySourceError`. */
export function variablesOfFile(text: string, label: string): Variables {
  const faulty = faultyLine(text);
  if (faulty !== undefined) throw new FaultySourceError(`${label} line ${faulty}: it is no NAME=value`);
  return parseEnv(text);
}

/** `NAME="…"`, whose value may have several lines. */
const QUOTED = /^([ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*=[ \t]*)(["'`])([^]*?)\2/gm;
const ASSIGNMENT = /^\s*(?:(?:export\s+)?[\w.-]+\s*=|#|$)/;

/** Number of the first line that sets nothing: releases of Node.js differ in what they make of one. */
function faultyLine(text: string): number | undefined {
  const lines = text
    .replace(QUOTED, (_, name: string, __, value: string) => name + value.replace(/[^\n]/g, ''))
    .split('\n');
  const index = lines.findIndex((line) => !ASSIGNMENT.test(line));
  return index < 0 ? undefined : index + 1;
}
