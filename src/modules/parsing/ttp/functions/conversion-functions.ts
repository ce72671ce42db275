import { takes } from '../function-binding.js';
import type { MatchContext } from '../match-context.js';
import { parseFloatValue, parseInteger } from '../numbers.js';
import { str } from '../python-format.js';
import { TtpRunError } from '../ttp.errors.js';
import type { PyValue } from '../values.js';
import type { MatchFunction, MatchFunctions } from './match-function.js';
import { uptimeParse } from './uptime.js';

/** Digits of a MAC address. */
const MAC_DIGITS = 12;

function macAddress(value: PyValue): PyValue {
  const digits = str(value).replace(/[.:-]/g, '').toLowerCase();
  if (!/^[\p{L}\p{N}]+$/u.test(digits)) return value;
  return (digits.padEnd(MAC_DIGITS, '0').match(/.{1,2}/gu) ?? []).join(':');
}

function toFloat(value: PyValue): PyValue {
  const number = parseFloatValue(value);
  if (number === null) throw new TtpRunError(`to_float() cannot read "${str(value)}" as a number`);
  return number;
}

function toInteger(value: PyValue, _: readonly PyValue[], { warn }: MatchContext): PyValue {
  const number = parseInteger(value);
  if (number === null) warn(`to_int() cannot read "${str(value)}" as an integer and left it as it is`);
  return number ?? value;
}

/** Functions that turn a value into one of another kind. */
export const CONVERSION_FUNCTIONS: MatchFunctions = new Map<string, MatchFunction>([
  ['to_int', { parameters: takes(), run: toInteger }],
  ['to_float', { parameters: takes(), run: toFloat }],
  ['to_str', { parameters: takes(), run: (value) => str(value) }],
  ['to_unicode', { parameters: takes(), run: (value) => value }],
  ['to_list', { parameters: takes(), run: (value) => [value] }],
  ['mac_eui', { parameters: takes(), run: macAddress }],
  [
    'uptimeparse',
    {
      parameters: { names: ['format'], defaults: { format: 'seconds' } },
      run: (value, [format]) => uptimeParse(value, format === 'dict'),
    },
  ],
]);
