import type { OutputReader } from '../../../plugin-api/parser-plugin.js';
import { ANYTHING, withEntry } from './custom-index.js';
import { LibraryIndex } from './library-index.js';

export type Readers = Readonly<Record<string, OutputReader>>;

/** The index of the readers of a plugin's parser: the first that fits a command reads it. */
export function readerIndex(readers: Readers): string {
  const rows = Object.entries(readers).map(([template, { platform = ANYTHING, command = ANYTHING }]) => ({
    template,
    hostname: ANYTHING,
    platform,
    command,
  }));
  return rows.reduce(withEntry, '');
}

/** What is wrong with the patterns of a reader; undefined where nothing is. */
export function readerFault(name: string, reader: OutputReader): string | undefined {
  for (const key of ['platform', 'command'] as const) {
    const pattern: unknown = reader[key];
    if (pattern === undefined) continue;
    if (typeof pattern !== 'string' || pattern.trim() === '' || /[,\r\n]/.test(pattern)) {
      return `${key} must be a text that is not empty, without comma and line break`;
    }
  }
  const { faults } = LibraryIndex.read(readerIndex({ [name]: reader }), { isUsable: () => true, isChecked: true });
  return faults.length === 0 ? undefined : 'platform and command must be regular expressions';
}
