import { REJECTED, type FunctionDefinition } from '../function-binding.js';
import type { MatchContext } from '../match-context.js';
import { str, typeName } from '../python-format.js';
import { TtpRunError } from '../ttp.errors.js';
import type { PyValue } from '../values.js';

/** A built-in function of a match. */
export type MatchFunction = FunctionDefinition<PyValue, MatchContext, PyValue | typeof REJECTED>;

/** Built-in functions of a match by name. */
export type MatchFunctions = ReadonlyMap<string, MatchFunction>;

/** The value as a text; throws where it is something else. */
export function textOf(value: PyValue | undefined, functionName: string): string {
  if (typeof value === 'string') return value;
  throw new TtpRunError(`${functionName} needs a text, not ${typeName(value ?? null)} "${str(value ?? null)}"`);
}

/** The value if the test holds, else a rejection. */
export function keepIf(test: boolean, value: PyValue): PyValue | typeof REJECTED {
  return test ? value : REJECTED;
}
