import type { Call } from './attributes.js';
import { str } from './python-format.js';
import { TtpTemplateError } from './ttp.errors.js';
import type { PyValue } from './values.js';

/** What a function returns to reject what it was given. */
export const REJECTED = Symbol('rejected');

/** The parameters of a function, in order. */
export interface Parameters {
  readonly names: readonly string[];
  /** Values of the last parameters that may be left out. */
  readonly defaults?: Readonly<Record<string, PyValue>>;
  /** Whether further plain arguments may follow; they come after the named parameters. */
  readonly isVariadic?: boolean;
  /** Whether the named parameters can be given by name only. */
  readonly isNamedOnly?: boolean;
}

/** A function of templates: what it takes, and what it does with a value, its arguments and what else it needs. */
export interface FunctionDefinition<Data, Context, Result = Data> {
  readonly parameters: Parameters;
  readonly run: (data: Data, args: readonly PyValue[], context: Context) => Result;
}

/** Parameters by their names, all of them needed; `*` allows any number of further arguments. */
export function takes(...names: readonly string[]): Parameters {
  return { names: names.filter((name) => name !== '*'), isVariadic: names.includes('*') };
}

/** The arguments of a call in the order of the parameters; throws `TtpTemplateError` where they do not fit. */
export function bindArguments(call: Call, parameters: Parameters, line: number | null): PyValue[] {
  const { names, defaults = {}, isVariadic = false, isNamedOnly = false } = parameters;
  const { name, kwargs } = call;
  const args = isNamedOnly ? [] : call.args;
  if (args.length > names.length && !isVariadic) {
    throw new TtpTemplateError(`${name}() takes ${names.length} arguments, not ${args.length}`, line);
  }
  for (const key of kwargs.keys()) {
    const position = names.indexOf(String(key));
    if (position === -1) throw new TtpTemplateError(`${name}() has no argument "${str(key)}"`, line);
    if (position < args.length) throw new TtpTemplateError(`${name}() is given "${str(key)}" twice`, line);
  }
  const bound = names.map((parameter, index) => {
    const value = args[index] ?? kwargs.get(parameter);
    if (value !== undefined) return value;
    if (index < args.length || kwargs.has(parameter)) return null;
    const fallback = defaults[parameter];
    if (fallback === undefined) throw new TtpTemplateError(`${name}() needs the argument "${parameter}"`, line);
    return fallback;
  });
  return [...bound, ...call.args.slice(isNamedOnly ? 0 : names.length)];
}
