import type { Call } from './attributes.js';
import type { CompileContext } from './compile-context.js';
import { REJECTED, bindArguments } from './function-binding.js';
import { GROUP_FUNCTIONS } from './functions/group-functions.js';
import type { GroupContext } from './group-context.js';
import { macroCall } from './macro-call.js';
import { callRegistered, outcomeOf } from './match-steps.js';
import { str } from './python-format.js';
import { TtpTemplateError } from './ttp.errors.js';
import type { PyValue } from './values.js';

/** One function of a group, with its arguments. */
export type GroupStep = (record: PyValue, context: GroupContext) => PyValue | typeof REJECTED;

function macroStep({ args }: Call, { functions }: CompileContext, line: number): GroupStep {
  const names = args.flatMap((arg) => str(arg).split(',')).map((name) => name.trim());
  const macros = names.map((name) => macroCall(functions, name, line));
  return (record) => {
    let current = record;
    for (const macro of macros) {
      const outcome = outcomeOf(current, macro(current));
      if (outcome === REJECTED) return REJECTED;
      current = outcome;
    }
    return current;
  };
}

function compileStep(call: Call, context: CompileContext, line: number): GroupStep {
  const registered = context.functions.function('group', call.name);
  if (registered !== undefined) return (record) => outcomeOf(record, callRegistered(registered, record, call));
  if (call.name === 'macro') return macroStep(call, context, line);
  const definition = GROUP_FUNCTIONS.get(call.name);
  if (definition === undefined) {
    throw new TtpTemplateError(`"${call.name}" is neither an attribute nor a function of groups`, line);
  }
  const args = bindArguments(call, definition.parameters, line);
  return (record, run) => definition.run(record, args, run);
}

/** What the functions of a group do, in order. */
export function compileGroupSteps(calls: readonly Call[], context: CompileContext, line: number): GroupStep[] {
  return calls.map((call) => compileStep(call, context, line));
}
