import { TomError } from '../../../common/tom-error.js';

/** A plugin's reader gives something that is no list of plain JSON data. */
export class ReaderResultError extends TomError {
  readonly kind = 'validation';
}

/** Deeper data is taken for a circle. */
const MAX_DEPTH = 100;

/** What a plugin's reader gave, if it is an array of plain JSON data: anything else would reach the caller as something else. */
export function plainRecords(result: unknown, maxRows: number): readonly unknown[] {
  if (result instanceof Promise) {
    result.catch(() => undefined);
    throw new ReaderResultError('it gave a promise; readers cannot be async');
  }
  if (!Array.isArray(result)) throw new ReaderResultError(`it gave ${nameOf(result)} in place of an array`);
  if (result.length > maxRows) {
    throw new ReaderResultError(`The input gives more than ${maxRows} records, which is the limit.`);
  }
  checkPlain(result, 'parsed', 0);
  return result;
}

function checkPlain(value: unknown, path: string, depth: number): void {
  if (depth > MAX_DEPTH)
    throw new ReaderResultError(`it gave data that is more than ${MAX_DEPTH} levels deep at ${path}`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkPlain(item, `${path}[${index}]`, depth + 1);
    return;
  }
  if (!isPlainObject(value)) throw new ReaderResultError(`it gave ${nameOf(value)} at ${path}, which is no JSON data`);
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) checkPlain(item, `${path}.${key}`, depth + 1);
  }
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'number') return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (isPlainObject(value)) return 'an object';
  return `a ${Object.prototype.toString.call(value).slice('[object '.length, -1)}`;
}
