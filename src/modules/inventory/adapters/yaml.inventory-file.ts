import { didYouMean } from '../../../common/nearest-names.js';
import { parseYamlMapping, YamlSyntaxError, type YamlMapping } from '../../../common/yaml-document.js';
import { droppedNotes, readDeviceEntry } from '../device-entry.js';
import type { InventoryDevice } from '../inventory.types.js';
import { DEFAULTS_KEY, ENTRY_KEYS, EntryScope, GROUPS_KEY, isMapping, type YamlEntry } from './yaml.entry-scope.js';

/** What an inventory file says: its usable devices, the faults of the others, and notes on what was ignored. */
export interface YamlInventory {
  readonly devices: Map<string, InventoryDevice>;
  /** Faults by device name, each with its line. */
  readonly faults: Map<string, string>;
  readonly notes: string[];
}

/** The groups that a file defines, or none. Throws `YamlSyntaxError` for groups that are none. */
export function groupsOf(parts: readonly YamlMapping[]): ReadonlyMap<string, YamlEntry> {
  const groups = new Map<string, YamlEntry>();
  for (const [name, group] of Object.entries(specialEntry(parts, GROUPS_KEY))) {
    if (!isMapping(group))
      throw new YamlSyntaxError(`group "${name}" must be a mapping`, lineOf(parts, [GROUPS_KEY, name]));
    groups.set(name, group);
  }
  return groups;
}

/** The devices of a file whose parts are given, with what they inherit. Throws `YamlSyntaxError` for defaults that are none. */
export function* readParts(
  parts: readonly YamlMapping[],
  groups: ReadonlyMap<string, YamlEntry>,
): Iterable<YamlInventory> {
  const scope = new EntryScope(specialEntry(parts, DEFAULTS_KEY), groups);
  for (const mapping of parts) {
    const inventory: YamlInventory = { devices: new Map(), faults: new Map(), notes: [] };
    for (const [name, value] of mapping.entries) {
      if (name !== DEFAULTS_KEY && name !== GROUPS_KEY) readEntry(name, value, { mapping, scope, inventory });
    }
    yield inventory;
  }
}

/**
 * Reads an inventory text: a mapping from device name to `host, port, adapter, adapter_driver, adapter_options, credential_id`.
 * @throws YamlSyntaxError when the text as a whole cannot be read.
 */
export function readYamlInventory(text: string): YamlInventory {
  const parts = [parseYamlMapping(text)];
  const [inventory] = readParts(parts, groupsOf(parts));
  return inventory ?? { devices: new Map(), faults: new Map(), notes: [] };
}

interface Place {
  readonly mapping: YamlMapping;
  readonly scope: EntryScope;
  readonly inventory: YamlInventory;
}

function readEntry(name: string, value: unknown, { mapping, scope, inventory }: Place): void {
  if (!isMapping(value)) {
    const line = mapping.lineOf([name]);
    inventory.faults.set(name, `line ${line}: device "${name}" must be a mapping with ${ENTRY_KEYS.join(', ')}`);
    return;
  }
  const { entry, faults } = scope.complete(value);
  const read = readDeviceEntry(name, entry);
  const sentences = faults.map((fault) => `line ${mapping.lineOf([name])}: ${fault}`);
  if ('faults' in read) {
    sentences.push(...read.faults.map(({ key, message }) => `line ${mapping.lineOf([name, key])}: ${message}`));
  }
  if (sentences.length > 0) inventory.faults.set(name, `device "${name}": ${sentences.join('; ')}`);
  else if ('device' in read) {
    inventory.devices.set(name, read.device);
    inventory.notes.push(...droppedNotes(name, read.dropped));
  }
  inventory.notes.push(...unknownKeys(name, value, mapping));
}

function* unknownKeys(name: string, value: YamlEntry, mapping: YamlMapping): Iterable<string> {
  for (const key of Object.keys(value)) {
    if (ENTRY_KEYS.includes(key)) continue;
    const line = mapping.lineOf([name, key]);
    yield `line ${line}: device "${name}": unknown key "${key}" is ignored${didYouMean(key, ENTRY_KEYS)}`;
  }
}

function lineOf(parts: readonly YamlMapping[], path: readonly string[]): number {
  return parts.find(({ entries }) => entries.has(path[0] ?? ''))?.lineOf(path) ?? 1;
}

function specialEntry(parts: readonly YamlMapping[], key: string): YamlEntry {
  const value = parts.map(({ entries }) => entries.get(key)).find((found) => found !== undefined) ?? {};
  if (!isMapping(value)) throw new YamlSyntaxError(`${key} must be a mapping`, lineOf(parts, [key]));
  return value;
}
