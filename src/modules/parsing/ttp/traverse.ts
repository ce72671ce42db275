import { str } from './python-format.js';
import { TtpRunError } from './ttp.errors.js';
import { isDict, toKey, type PyValue } from './values.js';

function pathOf(path: PyValue): PyValue[] {
  return Array.isArray(path)
    ? path
    : str(path)
        .split('.')
        .map((item) => item.trim());
}

/** The element at a path of a result, or of each of a list of results. */
export function traverse(data: PyValue, path: PyValue, isStrict: boolean): PyValue {
  if (Array.isArray(data)) return data.map((item) => traverse(item, path, isStrict));
  if (!isDict(data)) return data;
  let current: PyValue = data;
  for (const item of pathOf(path)) {
    const next: PyValue | undefined = isDict(current) ? current.get(toKey(item)) : undefined;
    if (next === undefined && isStrict)
      throw new TtpRunError(`The results have no "${str(item)}" at path "${str(path)}"`);
    current = next ?? new Map();
  }
  return current;
}

/** Turns a dictionary of records into a list, each key a value of its record. */
export function dictToList(data: PyValue, keyName: PyValue): PyValue {
  if (Array.isArray(data)) return data.map((item) => dictToList(item, keyName));
  const list: PyValue[] = [];
  if (!isDict(data)) return list;
  for (const [key, value] of data) {
    if (!isDict(value)) return data;
    value.set(toKey(keyName), key);
    list.push(value);
  }
  return list;
}
