import { strip } from '../../regex/python-text.js';
import { REJECTED, takes } from '../function-binding.js';
import { parseInteger } from '../numbers.js';
import { isEqual, type PyValue } from '../values.js';
import { contains } from './contains.js';
import { keepIf, textOf, type MatchFunction, type MatchFunctions } from './match-function.js';

/** Python's `str.isdigit` of the stripped text. */
function isDigits(value: PyValue | undefined, name: string): boolean {
  return /^\p{Nd}+$/u.test(strip(textOf(value, name)));
}

function comparison(name: string, holds: (left: bigint, right: bigint) => boolean): MatchFunction {
  return {
    parameters: takes('value'),
    run: (value, [limit]) => {
      if (!isDigits(value, name) || !isDigits(limit, name)) return REJECTED;
      return keepIf(holds(BigInt(parseInteger(value) ?? 0), BigInt(parseInteger(limit ?? null) ?? 0)), value);
    },
  };
}

/** Functions that keep or reject a value. */
export const TEST_FUNCTIONS: MatchFunctions = new Map<string, MatchFunction>([
  [
    'contains',
    {
      parameters: takes('*'),
      run: (value, parts) =>
        keepIf(
          parts.some((part) => contains(value, part)),
          value,
        ),
    },
  ],
  ['exclude', { parameters: takes('pattern'), run: (value, [part]) => keepIf(!contains(value, part ?? null), value) }],
  ['equal', { parameters: takes('value'), run: (value, [other]) => keepIf(isEqual(value, other ?? null), value) }],
  ['notequal', { parameters: takes('value'), run: (value, [other]) => keepIf(!isEqual(value, other ?? null), value) }],
  ['isdigit', { parameters: takes(), run: (value) => keepIf(isDigits(value, 'isdigit'), value) }],
  ['notdigit', { parameters: takes(), run: (value) => keepIf(!isDigits(value, 'notdigit'), value) }],
  ['greaterthan', comparison('greaterthan', (left, right) => left > right)],
  ['lessthan', comparison('lessthan', (left, right) => left < right)],
  ['void', { parameters: takes(), run: () => REJECTED }],
]);
