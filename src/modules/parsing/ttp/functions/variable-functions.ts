import { REJECTED, takes } from '../function-binding.js';
import { recordVariable, type MatchContext } from '../match-context.js';
import { parseInteger } from '../numbers.js';
import { str } from '../python-format.js';
import { TtpRunError } from '../ttp.errors.js';
import { deepCopy, isTruthy, variableOr, type PyDict, type PyValue } from '../values.js';
import { textOf, type MatchFunction, type MatchFunctions } from './match-function.js';

/** Default of an argument that may be anything, null included. */
const NOT_GIVEN = '_not_given_';

function letValue(value: PyValue, [name, field]: readonly PyValue[], context: MatchContext): PyValue {
  if (field === NOT_GIVEN) return name ?? null;
  context.addField(str(name ?? null), deepCopy(field ?? null));
  return value;
}

function setValue(
  value: PyValue,
  [wanted = null, matchLine]: readonly PyValue[],
  { vars, globals }: MatchContext,
): PyValue | typeof REJECTED {
  if (textOf(value, 'set').trimEnd() !== matchLine) return REJECTED;
  if (typeof wanted !== 'string') return wanted;
  return deepCopy(variableOr(wanted, vars, globals));
}

function increment(counters: PyDict, name: PyValue | undefined): void {
  if (!isTruthy(name)) return;
  const key = str(name ?? null);
  counters.set(key, Number(parseInteger(counters.get(key) ?? 0) ?? 0) + 1);
}

/** Functions that set, copy and record values. */
export const VARIABLE_FUNCTIONS: MatchFunctions = new Map<string, MatchFunction>([
  ['let', { parameters: { names: ['name_or_value', 'var_value'], defaults: { var_value: NOT_GIVEN } }, run: letValue }],
  ['set', { parameters: takes('value', 'match_line'), run: setValue }],
  [
    'record',
    {
      parameters: takes('record'),
      run: (value, [name], context) => {
        recordVariable(context, str(name ?? null), value);
        return value;
      },
    },
  ],
  [
    'copy',
    {
      parameters: takes('name'),
      run: (value, [name], context) => {
        context.addField(str(name ?? null), deepCopy(value));
        return value;
      },
    },
  ],
  [
    'count',
    {
      parameters: { names: ['var', 'globvar'], defaults: { var: null, globvar: null } },
      run: (value, [name, globalName], { vars, globals }) => {
        increment(vars, name);
        increment(globals, globalName);
        return value;
      },
    },
  ],
  ['print', { parameters: takes(), run: (value) => value }],
  [
    'raise',
    {
      parameters: { names: ['message'], defaults: { message: '' } },
      run: (_, [message]) => {
        throw new TtpRunError(str(message ?? ''));
      },
    },
  ],
]);
