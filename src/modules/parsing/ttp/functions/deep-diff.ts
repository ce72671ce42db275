import { repr, typeName } from '../python-format.js';
import { isDict, isEqual, type PyDict, type PyValue } from '../values.js';

/** Kinds of differences, in the words of Python's `deepdiff`, each with a value by path. */
type Differences = Map<string, PyDict>;

function note(differences: Differences, kind: string, path: string, value: PyValue): void {
  const entries = differences.get(kind) ?? new Map<string, PyValue>();
  differences.set(kind, entries.set(path, value));
}

function compareDicts(before: PyDict, after: PyDict, path: string, differences: Differences): void {
  for (const [key, value] of after) {
    const old = before.get(key);
    if (old === undefined) note(differences, 'dictionary_item_added', `${path}[${repr(key)}]`, value);
    else compare(old, value, `${path}[${repr(key)}]`, differences);
  }
  for (const [key, value] of before) {
    if (!after.has(key)) note(differences, 'dictionary_item_removed', `${path}[${repr(key)}]`, value);
  }
}

function compareLists(
  before: readonly PyValue[],
  after: readonly PyValue[],
  path: string,
  differences: Differences,
): void {
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    const at = `${path}[${index}]`;
    const [old, value] = [before[index], after[index]];
    if (old === undefined) note(differences, 'iterable_item_added', at, value ?? null);
    else if (value === undefined) note(differences, 'iterable_item_removed', at, old);
    else compare(old, value, at, differences);
  }
}

function compare(before: PyValue, after: PyValue, path: string, differences: Differences): void {
  if (isEqual(before, after)) return;
  if (isDict(before) && isDict(after)) {
    compareDicts(before, after, path, differences);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    compareLists(before, after, path, differences);
  } else if (typeName(before) === typeName(after)) {
    note(
      differences,
      'values_changed',
      path,
      new Map([
        ['new_value', after],
        ['old_value', before],
      ]),
    );
  } else {
    const types: [string, PyValue][] = [
      ['old_type', typeName(before)],
      ['new_type', typeName(after)],
    ];
    note(differences, 'type_changes', path, new Map([...types, ['old_value', before], ['new_value', after]]));
  }
}

/**
 * What differs between two structures, lists item by item, as Python's `deepdiff` reports it. Added and removed keys are a list
 * of paths, or with `isVerbose` a dictionary of their values.
 */
export function deepDiff(before: PyValue, after: PyValue, isVerbose: boolean): PyDict {
  const differences: Differences = new Map();
  compare(before, after, 'root', differences);
  const isPathList = (kind: string): boolean => !isVerbose && kind.startsWith('dictionary_item');
  return new Map([...differences].map(([kind, entries]) => [kind, isPathList(kind) ? [...entries.keys()] : entries]));
}
