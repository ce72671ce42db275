import type { LineRule } from './group.js';
import type { Captures } from '../regex/python-regex.js';
import { REJECTED } from './function-binding.js';
import type { LineVariable } from './line.types.js';
import type { TextState } from './text-state.js';
import type { PyDict, PyValue } from './values.js';

/** What a line matched, or false where a function rejected it. */
export type MatchedValues = PyDict | false;

/** Runs the functions of a variable; false where one rejects the value. */
function addValue(values: PyDict, { name, steps }: LineVariable, matched: PyValue, state: TextState): boolean {
  let value = matched;
  for (const step of steps) {
    const outcome = step(value, state);
    if (outcome === REJECTED) {
      state.takeFields();
      return false;
    }
    value = outcome;
  }
  values.set(name, value);
  for (const [field, added] of state.takeFields()) values.set(field, added);
  return true;
}

/** The values of a match. A line without a group of its own gives each variable the whole match. */
export function evaluateMatch({ captured, variables }: LineRule, captures: Captures, state: TextState): MatchedValues {
  const values: PyDict = new Map();
  if (captured.length === 0) {
    for (const variable of variables.values())
      if (!addValue(values, variable, captures[0] ?? null, state)) return false;
    return values;
  }
  let slot = 0;
  for (const variable of captured) if (!addValue(values, variable, captures[++slot] ?? null, state)) return false;
  return values;
}
