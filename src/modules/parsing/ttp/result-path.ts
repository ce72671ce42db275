import { str } from './python-format.js';
import { TextCache } from '../text-cache.js';
import { isDict, type PyDict, type PyKey, type PyValue } from './values.js';

const NO_VALUES: PyDict = new Map();

/** An item of a path into the results. */
export interface PathItem {
  readonly key: PyKey;
  /** How many asterisks followed it: 1 for a list, 2 for a dictionary whose first values win. */
  readonly stars: number;
}

/** Name of a path item that stands for no level of the results. */
export const NULL_ITEM = '_';

const DYNAMIC = /\{\{\s*(\S+)\s*\}\}/g;

/** An item of a group's path, taken apart. */
interface ItemShape {
  /** Texts and, at odd positions, names of variables. */
  readonly pieces: readonly string[];
  readonly stars: number;
}

const shapes = new TextCache(5000, (item): ItemShape => {
  const text = item.replace(/\*+$/, '');
  return { pieces: text.split(DYNAMIC), stars: item.length - text.length };
});

/** Turns the paths of groups into paths of results. */
export class PathFormer {
  /** Values that paths took from records, for the paths below them. */
  private readonly cache: PyDict = new Map();

  constructor(
    private readonly vars: ReadonlyMap<PyKey, PyValue>,
    /** Whether keys of digits become integers. */
    private readonly hasIntegerKeys: boolean,
  ) {}

  remember(record: PyDict): void {
    for (const [name, value] of record) this.cache.set(name, value);
  }

  /** The path for a record, from which the variables in the path are taken out; null where one is unknown. */
  form(path: readonly string[], record: PyValue): PathItem[] | null {
    const items: PathItem[] = [];
    for (const item of path) {
      const { pieces, stars } = shapes.get(item);
      const key = pieces.length === 1 ? (pieces[0] ?? '') : this.fill(pieces, record);
      if (key === null) return null;
      items.push({ key: this.hasIntegerKeys && /^\d+$/.test(key) ? Number(key) : key, stars });
    }
    return items;
  }

  private fill(pieces: readonly string[], record: PyValue): string | null {
    const values = isDict(record) ? record : NO_VALUES;
    let filled = '';
    for (const [index, piece] of pieces.entries()) {
      const value = index % 2 === 0 ? piece : this.valueOf(piece, values);
      if (value === undefined) return null;
      filled += str(value);
    }
    return filled;
  }

  private valueOf(name: string, record: PyDict): PyValue | undefined {
    const value = record.get(name);
    if (value === undefined) return this.cache.get(name) ?? this.vars.get(name);
    this.cache.set(name, value);
    record.delete(name);
    return value;
  }
}
