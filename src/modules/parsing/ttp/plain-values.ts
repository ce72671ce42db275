import { PyFloat, PyObject, type PyDict, type PyKey, type PyValue } from './values.js';

const OWN_PROPERTY = { enumerable: true, configurable: true, writable: true };

/** How JSON spells a key of a dictionary. */
export function jsonKey(key: PyKey): string {
  return key === null ? 'null' : String(key);
}

/**
 * A value as JSON data. Objects such as IP addresses become what `encode` makes of them, by default their text. Integers past
 * 2^53 lose their last digits, as they do in any JavaScript reader of JSON.
 */
export function toPlain(value: PyValue, encode: (object: PyObject) => unknown = String): unknown {
  if (typeof value !== 'object') return typeof value === 'bigint' ? Number(value) : value;
  if (value instanceof Map) return dictToPlain(value, encode);
  if (Array.isArray(value)) return value.map((item) => toPlain(item, encode));
  if (value instanceof PyFloat) return value.value;
  return value === null ? null : encode(value);
}

function dictToPlain(dict: PyDict, encode: (object: PyObject) => unknown): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [key, item] of dict) {
    const name = jsonKey(key);
    if (name === '__proto__') Object.defineProperty(plain, name, { value: toPlain(item, encode), ...OWN_PROPERTY });
    else plain[name] = toPlain(item, encode);
  }
  return plain;
}

function fromNumber(value: number): PyValue {
  return Number.isInteger(value) ? value : new PyFloat(value);
}

/** JSON or YAML data as a value; throws a `TypeError` on what is neither, such as a function. */
export function fromPlain(value: unknown): PyValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return value;
  return typeof value === 'number' ? fromNumber(value) : fromObject(value);
}

function fromObject(value: unknown): PyValue {
  if (value instanceof PyFloat || value instanceof PyObject) return value;
  if (Array.isArray(value)) return value.map(fromPlain);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key as PyKey, fromPlain(item)]));
  if (typeof value === 'object') return dictFromPlain(value as Record<string, unknown>);
  throw new TypeError(`A ${typeof value} is no data`);
}

/** The entries of an object as a dictionary. */
export function dictFromPlain(record: Readonly<Record<string, unknown>>): PyDict {
  return new Map(Object.entries(record).map(([key, item]) => [key, fromPlain(item)]));
}
