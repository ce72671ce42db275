import type { Call } from './attributes.js';
import type { CompileContext } from './compile-context.js';
import { REJECTED, bindArguments } from './function-binding.js';
import { attributeStep } from './functions/attribute-step.js';
import { MATCH_FUNCTIONS } from './functions/match-functions.js';
import { macroCall } from './macro-call.js';
import type { MatchContext, MatchStep } from './match-context.js';
import { dictFromPlain, fromPlain, toPlain } from './plain-values.js';
import { jsonKey } from './plain-values.js';
import { str } from './python-format.js';
import { TtpFields, type TtpFunction } from './ttp-functions.js';
import type { PyValue } from './values.js';

/** What a registered function made of a value. */
export function outcomeOf(value: PyValue, result: unknown, context?: MatchContext): PyValue | typeof REJECTED {
  if (result === undefined || result === null || result === true) return value;
  if (result === false) return REJECTED;
  if (!(result instanceof TtpFields)) return fromPlain(result);
  for (const [name, field] of dictFromPlain(result.fields)) context?.addField(String(name), field);
  return fromPlain(result.value);
}

/** Runs a registered function on data of templates. */
export function callRegistered(run: TtpFunction, value: PyValue, { args, kwargs }: Call): unknown {
  const options = Object.fromEntries([...kwargs].map(([key, item]) => [jsonKey(key), toPlain(item)]));
  const plain = toPlain(value);
  return run(
    plain,
    args.map((item) => toPlain(item)),
    options,
  );
}

function macroStep({ args }: Call, { functions }: CompileContext, line: number | null): MatchStep {
  const macro = macroCall(functions, str(args[0] ?? ''), line);
  return (value, context) => outcomeOf(value, macro(value), context);
}

function compileStep(call: Call, context: CompileContext, line: number | null): MatchStep {
  const registered = context.functions.function('match', call.name);
  if (registered !== undefined) {
    return (value, run) => outcomeOf(value, callRegistered(registered, value, call), run);
  }
  if (call.name === 'macro') return macroStep(call, context, line);
  const definition = MATCH_FUNCTIONS.get(call.name);
  if (definition === undefined) return attributeStep(call);
  const args = bindArguments(call, definition.parameters, line);
  return (value, run) => definition.run(value, args, run);
}

/** What the functions of a variable do, in order. */
export function compileMatchSteps(calls: readonly Call[], context: CompileContext, line: number | null): MatchStep[] {
  return calls.filter(({ name }) => name !== 'joinmatches').map((call) => compileStep(call, context, line));
}
