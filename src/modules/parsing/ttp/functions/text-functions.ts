import { takes } from '../function-binding.js';
import type { MatchContext } from '../match-context.js';
import { parseInteger } from '../numbers.js';
import { str } from '../python-format.js';
import { FormatKeyError, formatString } from '../string-format.js';
import { TtpRunError } from '../ttp.errors.js';
import { variableOr, type PyValue } from '../values.js';
import { textOf, type MatchFunction, type MatchFunctions } from './match-function.js';
import { replacements } from './replacements.js';
import { unrange } from './unrange.js';

function attach(value: PyValue, addition: PyValue, isBefore: boolean): PyValue {
  if (typeof value === 'string') {
    const text = textOf(addition, isBefore ? 'prepend' : 'append');
    return isBefore ? text + value : value + text;
  }
  if (!Array.isArray(value)) return value;
  return isBefore ? [addition, ...value] : [...value, addition];
}

function attachment(isBefore: boolean): MatchFunction {
  return {
    parameters: takes('char'),
    run: (value, [addition], { vars }) => attach(value, variableOr(addition ?? null, vars), isBefore),
  };
}

function replaceAll(value: PyValue, args: readonly PyValue[], { vars }: MatchContext): PyValue {
  return replacements(args, vars)
    .filter(({ isVariable }) => !isVariable)
    .reduce((text, replacement) => replacement.replaceText(text), textOf(value, 'replaceall'));
}

function formatMatch(value: PyValue, [format]: readonly PyValue[], { warn }: MatchContext): PyValue {
  try {
    return formatString(textOf(format, 'sformat'), [value], new Map());
  } catch (error) {
    if (!(error instanceof FormatKeyError)) throw error;
    warn(`sformat left "${str(value)}" as it is: ${error.message}`);
    return value;
  }
}

function itemAt(value: PyValue, [index]: readonly PyValue[]): PyValue {
  const items = typeof value === 'string' ? [...value] : value;
  const at = Number(parseInteger(index ?? null));
  if (!Array.isArray(items) || items.length === 0 || Number.isNaN(at)) {
    throw new TtpRunError(`item(${str(index ?? null)}) needs a list or text with something in it`);
  }
  return items.at(Math.min(Math.max(at, -items.length), items.length - 1)) ?? null;
}

function truncate(value: PyValue, [count]: readonly PyValue[]): PyValue {
  const words = textOf(value, 'truncate').split(' ');
  const limit = Number(parseInteger(count ?? null));
  return words.length >= limit ? words.slice(0, limit).join(' ') : value;
}

/** Functions that change a text. */
export const TEXT_FUNCTIONS: MatchFunctions = new Map<string, MatchFunction>([
  ['append', attachment(false)],
  ['prepend', attachment(true)],
  ['replaceall', { parameters: takes('*'), run: replaceAll }],
  ['sformat', { parameters: takes('string'), run: formatMatch }],
  ['item', { parameters: takes('item_index'), run: itemAt }],
  ['truncate', { parameters: takes('truncate'), run: truncate }],
  [
    'unrange',
    { parameters: takes('rangechar', 'joinchar'), run: (value, [range, join]) => unrange(value, range, join) },
  ],
  [
    'join',
    {
      parameters: takes('char'),
      run: (value, [text]) => {
        if (!Array.isArray(value)) return value;
        return value.map((item) => textOf(item, 'join')).join(textOf(text, 'join'));
      },
    },
  ],
]);
