import { basename } from 'node:path';
import { buildSettings } from './build-settings.js';
import { COMBINED_FILE, readSettingsFile } from './collect-sources.js';
import { halvesConcerned } from './key-catalogue.js';
import type { Role, SettingRole } from './role.js';
import { FaultySourceError } from './settings.errors.js';
import type { SettingEntry } from './setting-values.js';
import { entriesOfYaml } from './yaml-source.js';

/** What is to be said of one settings file, looked at by itself. */
export interface FileCheck {
  /** The role it was checked for; `standalone` for a file that serves both halves. */
  readonly role: Role;
  readonly faults: readonly string[];
  readonly notes: readonly string[];
}

function roleOfFile(file: string, entries: ReadonlyMap<string, SettingEntry>): Role {
  const name = basename(file).toLowerCase();
  if (name === COMBINED_FILE) return 'standalone';
  if (name.includes('worker')) return 'worker';
  if (name.includes('controller') || name === 'tom_config.yaml') return 'controller';
  const [half, other] = halvesConcerned(entries.keys());
  return half === undefined || other !== undefined ? 'standalone' : half;
}

/**
 * Checks a settings file for `half`, or for the one its name or else its keys tell. The environment is not read,
 * so a value that only a variable gives counts as not set.
 */
export function checkFile(file: string, cwd: string, half?: SettingRole): FileCheck {
  let entries: Map<string, SettingEntry>;
  try {
    entries = entriesOfYaml(readSettingsFile(cwd, file, file), file);
  } catch (error) {
    if (!(error instanceof FaultySourceError)) throw error;
    return { role: half ?? roleOfFile(file, new Map()), faults: [error.message], notes: [] };
  }
  const role = half ?? roleOfFile(file, entries);
  const { faults, notes } = buildSettings(role, [{ layer: 'combined file', half: 'both', entries }], cwd);
  return { role, faults, notes };
}
