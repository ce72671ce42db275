import { errorMessage } from '../common/tom-error.js';
import { TtpMacroError, TtpPythonCodeError, TtpUnsupportedError } from '../modules/parsing/ttp/ttp.errors.js';
import { sortedKeys } from './sorted-keys.js';
import { TtpReplay } from './ttp-replay.js';
import type { TtpVector } from './ttp-vector.types.js';
import type { VectorCase, VectorOutcome, VectorRefusal } from './vector.types.js';

/** What Tom says of a template that needs Python code, or a Python library that has no counterpart. */
const REFUSALS = [TtpMacroError, TtpPythonCodeError, TtpUnsupportedError];

/** Whether Python code works on nothing but the results, which are recorded as they were before. */
function hasMacrosInOutputsOnly({ macro_used_in: places = [] }: TtpVector): boolean {
  return places.length > 0 && places.every((place) => place === 'output');
}

function addsFunctions({ needs }: TtpVector): boolean {
  return needs.includes('python:add_function');
}

/** The recorded results before outputs, in the structure the vector asks for. */
function resultsBeforeOutputs(vector: TtpVector): unknown {
  const { pre_output: before, result, result_kwargs: options } = vector;
  if (before === undefined) return result;
  const results = before.map((part) => part.results);
  if (options.structure === 'flat_list') return results.flat(2);
  if (options.structure === 'dictionary')
    return Object.fromEntries(before.map((part) => [part.template, part.results]));
  return results;
}

/** Texts that several processes parse come in any order. */
function comparable({ flags }: TtpVector, result: unknown): unknown {
  const sorted = sortedKeys(result);
  if (!flags.includes('order_nondeterministic') || !Array.isArray(sorted)) return sorted;
  return sorted.map((item) => JSON.stringify(item)).sort();
}

function runToError(vector: TtpVector): VectorOutcome {
  const expected = 'an error';
  try {
    return { expected, actual: new TtpReplay(vector).run() };
  } catch {
    return { expected, actual: expected };
  }
}

function runResult(vector: TtpVector): VectorOutcome | VectorRefusal {
  if (vector.kind === 'error') return runToError(vector);
  if (addsFunctions(vector)) return { refused: 'It adds a Python function of its own, which the vector does not hold' };
  const skipOutputMacros = hasMacrosInOutputsOnly(vector);
  try {
    const result = new TtpReplay(vector, { skipOutputMacros }).run();
    const expected = skipOutputMacros ? resultsBeforeOutputs(vector) : vector.result;
    return { expected: comparable(vector, expected), actual: comparable(vector, result) };
  } catch (error) {
    if (vector.tier === 'core' || !REFUSALS.some((refusal) => error instanceof refusal)) throw error;
    return { refused: errorMessage(error) };
  }
}

/** A use of the reference with its result. */
export function ttpResultCase(vector: TtpVector): VectorCase {
  return { id: vector.id, tier: vector.tier, run: () => runResult(vector) };
}
