/** A key of a dictionary. */
export type PyKey = string | number | boolean | null;

/** A dictionary, in the order its keys were added. */
export type PyDict = Map<PyKey, PyValue>;

/** A floating-point number; a bare JavaScript number is an integer here. */
export class PyFloat {
  constructor(readonly value: number) {}
}

/** An object with attributes, such as an IP address. */
export abstract class PyObject {
  /** Name of the Python class. */
  abstract readonly typeName: string;
  abstract toString(): string;
  /** The value of an attribute; undefined where there is none. */
  abstract attribute(name: string): PyValue | undefined;
}

/** What templates, functions and results are made of: Python's data, with strings, lists and null as they are. */
export type PyValue = null | boolean | number | bigint | string | PyFloat | PyObject | PyValue[] | PyDict;

export function isDict(value: PyValue | undefined): value is PyDict {
  return value instanceof Map;
}

export function isInteger(value: PyValue | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** An integer in its smaller form. */
export function integer(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** Python's truth of a value. */
export function isTruthy(value: PyValue | undefined): boolean {
  if (value instanceof Map) return value.size > 0;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof PyFloat) return value.value !== 0;
  return Boolean(value);
}

function numberOf(value: PyValue): number | bigint | undefined {
  if (value instanceof PyFloat) return value.value;
  if (typeof value === 'boolean') return Number(value);
  return isInteger(value) ? value : undefined;
}

function equalDicts(left: PyDict, right: PyDict): boolean {
  if (left.size !== right.size) return false;
  for (const [key, value] of left) {
    const other = right.get(key);
    if (other === undefined || !isEqual(value, other)) return false;
  }
  return true;
}

function equalLists(left: readonly PyValue[], right: readonly PyValue[]): boolean {
  return left.length === right.length && left.every((item, index) => isEqual(item, right[index] ?? null));
}

function equalNumbers(left: PyValue, right: PyValue): boolean {
  const [number, other] = [numberOf(left), numberOf(right)];
  if (number === undefined || other === undefined) return false;
  return typeof number === typeof other ? number === other : Number(number) === Number(other);
}

/** Python's `==`. */
export function isEqual(left: PyValue, right: PyValue): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) return Array.isArray(right) && equalLists(left, right);
  if (left instanceof Map) return right instanceof Map && equalDicts(left, right);
  if (left instanceof PyObject) {
    return right instanceof PyObject && left.typeName === right.typeName && left.toString() === right.toString();
  }
  return equalNumbers(left, right);
}

/** A copy that shares nothing with the original. */
export function deepCopy(value: PyValue): PyValue {
  if (Array.isArray(value)) return value.map(deepCopy);
  if (value instanceof Map) return copyDict(value);
  return value;
}

/** A dictionary's deep copy. */
export function copyDict(dict: ReadonlyMap<PyKey, PyValue>): PyDict {
  const copy: PyDict = new Map();
  for (const [key, value] of dict) copy.set(key, deepCopy(value));
  return copy;
}

/** Python's `dict.update`. */
export function updateDict(target: PyDict, source: ReadonlyMap<PyKey, PyValue>): void {
  for (const [key, value] of source) target.set(key, value);
}

/** The value under a name in the first dictionary that has it, which may be null; undefined where none has. */
export function firstValue(name: PyKey, ...dicts: readonly ReadonlyMap<PyKey, PyValue>[]): PyValue | undefined {
  return dicts.find((dict) => dict.has(name))?.get(name);
}

/** The variable that a value names, else the value itself. */
export function variableOr(value: PyValue, ...vars: readonly ReadonlyMap<PyKey, PyValue>[]): PyValue {
  const variable = firstValue(toKey(value), ...vars);
  return variable === undefined ? value : variable;
}

/** A value as a key: what Python cannot have as one, and objects, by their text. */
export function toKey(value: PyValue): PyKey {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (value instanceof PyObject) return value.toString();
  return typeof value === 'bigint' || typeof value === 'string' ? String(value) : JSON.stringify(value);
}
