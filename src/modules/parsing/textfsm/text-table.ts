import { reprDictionary, reprList, reprString } from '../regex/python-repr.js';
import { TextTableError } from './textfsm.errors.js';
import type { Cell, ListItem, Row } from './textfsm.types.js';

/** A cell as a table shows it: text, or the elements of a list as text. */
export type TableCell = string | readonly string[];

const SEPARATOR = ', ';

function itemText(item: ListItem): string {
  if (typeof item === 'string') {
    return item;
  }
  return item === null ? 'None' : reprDictionary(item);
}

function toTableCell(cell: Cell): TableCell {
  return typeof cell === 'string' ? cell : cell.map(itemText);
}

function cellText(cell: TableCell): string {
  return typeof cell === 'string' ? cell : reprList(cell);
}

function sameCell(a: TableCell, b: TableCell): boolean {
  return cellText(a) === cellText(b);
}

type SortKey = readonly (TableCell | number)[];

function compareValues(a: string | number, b: string | number): number {
  if (typeof a !== typeof b) {
    return typeof a === 'number' ? -1 : 1;
  }
  return a === b ? 0 : a < b ? -1 : 1;
}

function compareParts(a: TableCell | number, b: TableCell | number): number {
  return typeof a === 'object' && typeof b === 'object' ? compareKeys(a, b) : compareValues(toText(a), toText(b));
}

function toText(part: TableCell | number): string | number {
  return typeof part === 'object' ? reprList(part) : part;
}

/** Orders numbers before text, text by code points, and lists by their first items that differ. */
function compareKeys(a: SortKey, b: SortKey): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    const order = right === undefined ? 1 : compareParts(left, right);
    if (order !== 0) {
      return order;
    }
  }
  return a.length - b.length;
}

/** What Python's `float()` reads, but for `inf` and `nan`. */
const NUMBER = /^\s*[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?\s*$/;

function numericIfPossible(cell: TableCell): TableCell | number {
  return typeof cell === 'string' && NUMBER.test(cell) ? Number(cell.replaceAll('_', '')) : cell;
}

/** The rows of one or several templates under one header, with the columns that identify a row. */
export class TextTable {
  private readonly columns: string[];
  private records: TableCell[][];
  private readonly keyColumns: Set<string>;

  constructor(header: readonly string[], rows: readonly Row[], keys: Iterable<string> = []) {
    this.columns = [...header];
    this.records = rows.map((row) => row.map(toTableCell));
    this.keyColumns = new Set(keys);
  }

  get header(): readonly string[] {
    return this.columns;
  }

  get rows(): readonly (readonly TableCell[])[] {
    return this.records;
  }

  /** The key columns in the order of the header. */
  get superkey(): string[] {
    return this.columns.filter((column) => this.keyColumns.has(column));
  }

  /** The rows as objects, with the column names in lower case as keys. */
  toRecords(): Record<string, TableCell>[] {
    const keys = this.columns.map((column) => column.toLowerCase());
    return this.records.map((record) => Object.fromEntries(keys.map((key, index) => [key, record[index] ?? ''])));
  }

  addKeys(columns: readonly string[]): void {
    for (const column of columns) {
      if (!this.columns.includes(column)) {
        throw new TextTableError(`Key ${reprString(column)} is no column of the table.`);
      }
    }
    columns.forEach((column) => this.keyColumns.add(column));
  }

  /** Takes these keys if there are none yet. */
  adoptKeys(columns: readonly string[]): void {
    if (this.keyColumns.size === 0) {
      columns.forEach((column) => this.keyColumns.add(column));
    }
  }

  /** What identifies a row: the values of its key columns, or its number from 1. */
  keyValue(index: number): TableCell[] {
    const { superkey } = this;
    const record = this.records[index] ?? [];
    return superkey.length === 0
      ? [String(index + 1)]
      : superkey.map((column) => record[this.columns.indexOf(column)] ?? '');
  }

  /**
   * Adds the columns of another table that this one lacks. Rows belong together when they agree in all key columns, or without
   * keys by their order; rows without a counterpart get empty cells, surplus ones are dropped.
   */
  extend(other: TextTable): void {
    const keys = [...this.keyColumns];
    const unknown = keys.find((key) => !this.columns.includes(key));
    if (unknown !== undefined) {
      throw new TextTableError(`Unknown key: ${reprString(unknown)}`);
    }
    const added = other.columns.filter((column) => !this.columns.includes(column));
    const partners = added.length === 0 ? [] : this.partners(other, keys);
    added.forEach((column) => this.addColumn(column));
    const sources = added.map((column) => other.columns.indexOf(column));
    this.records.forEach((record, index) => {
      const partner = partners[index];
      sources.forEach((source, offset) => {
        record[this.columns.length - added.length + offset] = partner?.[source] ?? '';
      });
    });
  }

  /** Sorts by the key columns, or without keys by all columns with numbers as numbers. */
  sort(): void {
    const { superkey } = this;
    const sortKey = (record: readonly TableCell[]): SortKey =>
      superkey.length === 0
        ? record.map((cell) => numericIfPossible(cell))
        : superkey.map((column) => record[this.columns.indexOf(column)] ?? '');
    this.records = this.records
      .map((record) => ({ record, key: sortKey(record) }))
      .sort((a, b) => compareKeys(a.key, b.key))
      .map(({ record }) => record);
  }

  /** One line `key.key.Column value` for each cell outside the key columns, or outside `labels`. */
  toLabelledValues(labels: readonly string[] = []): string {
    const wanted = labels.length > 0 ? labels : this.superkey.length > 0 ? this.superkey : this.columns.slice(0, 1);
    const unknown = wanted.find((label) => !this.columns.includes(label));
    if (unknown !== undefined) {
      throw new TextTableError(`Invalid label prefix: ${unknown}.`);
    }
    const isLabel = this.columns.map((column) => wanted.includes(column));
    const lines = this.records.flatMap((record) => {
      const prefix = record.filter((_, index) => isLabel[index]).map(cellText);
      return this.columns.flatMap((column, index) =>
        isLabel[index] ? [] : [`${prefix.join('.')}.${column} ${cellText(record[index] ?? '')}\n`],
      );
    });
    return `# LABEL ${this.columns.filter((_, index) => isLabel[index]).join('.')}\n${lines.join('')}`;
  }

  /** Header and rows, cells joined with `, `. */
  toString(): string {
    return [this.columns, ...this.records].map((record) => `${record.map(cellText).join(SEPARATOR)}\n`).join('');
  }

  /** The reference looks for the name anywhere in the printed table, so a short name can be taken for a cell. */
  private addColumn(column: string): void {
    if (this.toString().includes(column)) {
      throw new TextTableError(`Column ${reprString(column)} already in table.`);
    }
    this.columns.push(column);
    this.records.forEach((record) => record.push(''));
  }

  private partners(other: TextTable, keys: readonly string[]): readonly (readonly TableCell[] | undefined)[] {
    if (keys.length === 0) {
      return other.records;
    }
    return this.records.map((record) => other.records.find((candidate) => this.agree(record, other, candidate, keys)));
  }

  private agree(
    record: readonly TableCell[],
    other: TextTable,
    candidate: readonly TableCell[],
    keys: readonly string[],
  ): boolean {
    return keys.every((key) => {
      const column = other.columns.indexOf(key);
      if (column < 0) {
        throw new TextTableError(`No such column "${key}" in row.`);
      }
      return sameCell(record[this.columns.indexOf(key)] ?? '', candidate[column] ?? '');
    });
  }
}
