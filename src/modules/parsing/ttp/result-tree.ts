import { NULL_ITEM, type PathItem } from './result-path.js';
import { TtpRunError } from './ttp.errors.js';
import { isDict, isTruthy, updateDict, type PyDict, type PyValue } from './values.js';

function mergeDeep(target: PyDict, source: PyDict): void {
  for (const [key, value] of source) {
    const old = target.get(key);
    if (isDict(old) && isDict(value)) mergeDeep(old, value);
    else target.set(key, value);
  }
}

/** The containers of a path that does not exist yet. */
function newBranch([item, ...rest]: readonly PathItem[]): PyDict {
  if (item === undefined) return new Map();
  if (item.key === NULL_ITEM) return newBranch(rest);
  if (item.stars !== 1) return new Map([[item.key, newBranch(rest)]]);
  return new Map([[item.key, rest.length === 0 ? [] : [newBranch(rest)]]]);
}

/** The tree of results: records saved at paths, with lists where a path is met again. */
export class ResultTree {
  constructor(private root: PyValue = new Map()) {}

  get value(): PyValue {
    return this.root;
  }

  /** What stands at a path; the containers that lead there are made. Undefined where something else is in the way. */
  elementAt(path: readonly PathItem[]): PyValue | undefined {
    return this.walk(this.root, path);
  }

  /** Merges a record into the last one at the path. */
  merge(path: readonly PathItem[], record: PyValue): void {
    const element = this.elementAt(path);
    const target = Array.isArray(element) ? element.at(-1) : element;
    if (isDict(target) && isDict(record)) mergeDeep(target, record);
    else if (Array.isArray(element) && isTruthy(record)) element.push(record);
  }

  /** Saves a record at a path. */
  save(path: readonly PathItem[], record: PyValue): void {
    const element = this.elementAt(path);
    if (Array.isArray(element)) {
      if (isTruthy(record)) element.push(record);
    } else if (isDict(element)) {
      this.saveInDict(element, path, record);
    }
  }

  private saveInDict(element: PyDict, path: readonly PathItem[], record: PyValue): void {
    const isNull = path.at(-1)?.key === NULL_ITEM;
    const isFirstWins = path.at(-1)?.stars === 2;
    if (!isFirstWins && !isNull && element.size > 0) {
      this.root = this.toList(this.root, path, record);
      return;
    }
    if (!isDict(record)) throw new TtpRunError('A value that is no record cannot be saved at a path without "*"');
    if (!isFirstWins) updateDict(element, record);
    else for (const [key, value] of record) if (!element.has(key)) element.set(key, value);
  }

  private walk(element: PyValue | undefined, path: readonly PathItem[]): PyValue | undefined {
    const [item, ...rest] = path;
    if (item === undefined) return element;
    if (Array.isArray(element)) {
      if (element.length === 0) element.push(newBranch(path));
      return this.walk(element.at(-1), path);
    }
    if (!isDict(element)) return undefined;
    if (item.key === NULL_ITEM) return this.walk(element, rest);
    if (!element.has(item.key)) updateDict(element, newBranch(path));
    return this.walk(element.get(item.key), rest);
  }

  /** Makes a list of what stands at the path and the record. */
  private toList(element: PyValue, path: readonly PathItem[], record: PyValue): PyValue {
    const [item, ...rest] = path;
    if (item === undefined) return [element, record];
    if (item.key === NULL_ITEM) return this.toList(element, rest, record);
    const container = Array.isArray(element) ? element.at(-1) : element;
    if (isDict(container)) container.set(item.key, this.toList(container.get(item.key) ?? null, rest, record));
    return element;
  }
}
