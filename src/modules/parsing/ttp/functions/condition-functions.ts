import { REJECTED, takes } from '../function-binding.js';
import type { GroupContext } from '../group-context.js';
import { isEqual, toKey, variableOr, type PyDict, type PyKey, type PyValue } from '../values.js';
import { contains } from './contains.js';
import { onNames, recordOf, type GroupFunction, type GroupFunctions } from './group-function.js';

function isDefault(record: PyDict, name: PyKey, { defaults }: GroupContext): boolean {
  const fallback = defaults.get(name);
  return fallback !== undefined && isEqual(fallback, record.get(name) ?? null);
}

/** A function that compares the value of a key with one given, or held by a template variable. */
function onValue(isKept: (value: PyValue | undefined, wanted: PyValue) => boolean): GroupFunction {
  return {
    parameters: takes('key', 'value'),
    run: (record, [key, wanted = null], { vars }) => {
      const value = recordOf(record).get(toKey(key ?? null));
      return isKept(value, variableOr(wanted, vars)) ? record : REJECTED;
    },
  };
}

/** Functions that keep or reject a record. */
export const CONDITION_FUNCTIONS: GroupFunctions = new Map<string, GroupFunction>([
  ['void', { parameters: takes(), run: () => REJECTED }],
  [
    'contains',
    onNames((record, names, context) => {
      const found = names.find((name) => record.has(name));
      return found === undefined || isDefault(record, found, context) ? REJECTED : record;
    }),
  ],
  [
    'containsall',
    onNames((record, names, context) => {
      return names.every((name) => record.has(name) && !isDefault(record, name, context)) ? record : REJECTED;
    }),
  ],
  [
    'exclude',
    onNames((record, names, { defaults }) => {
      return names.some((name) => record.has(name) && !defaults.has(name)) ? REJECTED : record;
    }),
  ],
  [
    'excludeall',
    onNames((record, names, { defaults }) => {
      return names.every((name) => record.has(name) && !defaults.has(name)) ? REJECTED : record;
    }),
  ],
  ['equal', onValue((value, wanted) => isEqual(value ?? null, wanted))],
  ['contains_val', onValue((value, wanted) => contains(value ?? '', wanted))],
  ['exclude_val', onValue((value, wanted) => value === undefined || !isEqual(value, wanted))],
]);
