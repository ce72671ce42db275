import { parseAttributes } from '../modules/parsing/ttp/attributes.js';
import { toPlain } from '../modules/parsing/ttp/plain-values.js';
import { sortedKeys } from './sorted-keys.js';
import type { VectorCase, VectorOutcome } from './vector.types.js';

/** The attributes of a variable as text, and the functions they stand for. */
export interface AttributeVector {
  readonly line: string;
  readonly result?: unknown;
  readonly error?: string;
}

function functionsOf(line: string): unknown {
  return parseAttributes(line).map(({ name, args, kwargs }) => ({
    args: args.map((value) => toPlain(value)),
    kwargs: toPlain(new Map(kwargs)),
    name,
  }));
}

function runAttributes({ line, result, error }: AttributeVector): VectorOutcome {
  if (error === undefined) return { expected: sortedKeys(result), actual: sortedKeys(functionsOf(line)) };
  const expected = 'an error';
  try {
    return { expected, actual: functionsOf(line) };
  } catch {
    return { expected, actual: expected };
  }
}

/** An attribute string, taken apart. */
export function ttpAttributeCase(vector: AttributeVector, index: number): VectorCase {
  return { id: `line ${index + 1}: ${vector.line}`, run: () => runAttributes(vector) };
}
