import { INDEX_HEADER } from './library-index.js';

/** A row of the index of one's own templates. The last three are regular expressions. */
export interface IndexEntry {
  readonly template: string;
  readonly hostname: string;
  readonly platform: string;
  readonly command: string;
}

/** The cell that fits everything. */
export const ANYTHING = '.*';

function cellsOf(line: string): string[] {
  return line.split(',').map((cell) => cell.trim());
}

function isRemark(line: string): boolean {
  return line.trim() === '' || line.startsWith('#');
}

/** The columns of an index, which may be in another order than ours, and the number of their line; -1 when there are none. */
function readHeader(lines: readonly string[]): { readonly columns: readonly string[]; readonly position: number } {
  const position = lines.findIndex((line) => !isRemark(line));
  return { columns: cellsOf((lines[position] ?? INDEX_HEADER).split('#', 1)[0] ?? ''), position };
}

function toEntry(line: string, columns: readonly string[]): IndexEntry {
  const cells = new Map(cellsOf(line).map((cell, position) => [columns[position], cell]));
  const cell = (column: string): string => cells.get(column) ?? ANYTHING;
  return {
    template: cell('Template'),
    hostname: cell('Hostname'),
    platform: cell('Platform'),
    command: cell('Command'),
  };
}

function toLine({ template, hostname, platform, command }: IndexEntry, columns: readonly string[]): string {
  const cells = new Map([
    ['Template', template],
    ['Hostname', hostname],
    ['Platform', platform],
    ['Command', command],
  ]);
  return columns.map((column) => cells.get(column) ?? ANYTHING).join(', ');
}

/** Rows for certain devices go before the others, and longer commands before shorter ones, which fit their beginnings. */
function goesBefore(entry: IndexEntry, other: IndexEntry): boolean {
  if (entry.platform !== other.platform) return false;
  const [isForSome, isOtherForSome] = [entry.hostname !== ANYTHING, other.hostname !== ANYTHING];
  return isForSome === isOtherForSome ? entry.command.length > other.command.length : isForSome;
}

/** The index without the rows that name a template; every other line stays as it is. */
export function withoutTemplate(index: string, template: string): string {
  const lines = index.split('\n');
  const { columns, position } = readHeader(lines);
  const names = (line: string): boolean => toEntry(line, columns).template.split(':').includes(template);
  return lines.filter((line, number) => number <= position || isRemark(line) || !names(line)).join('\n');
}

/** The index with one more row, before the first one that would otherwise take its commands. */
export function withEntry(index: string, entry: IndexEntry): string {
  const lines = index.trimEnd().split('\n');
  const { columns, position } = readHeader(lines);
  if (position < 0) return `${index.trimEnd()}\n${INDEX_HEADER}\n${toLine(entry, columns)}\n`.trimStart();
  const place = lines.findIndex(
    (line, number) => number > position && !isRemark(line) && goesBefore(entry, toEntry(line, columns)),
  );
  lines.splice(place < 0 ? lines.length : place, 0, toLine(entry, columns));
  return `${lines.join('\n')}\n`;
}
