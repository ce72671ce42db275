import { DIGITS } from './escape-parser.js';
import type { PatternCursor } from './pattern-cursor.js';
import type { RepeatMode } from './regex-ast.js';

/** Python's own limit on a repetition count. */
const MAX_REPEAT = 4294967295;

/** Fewest and most repetitions; `Infinity` when unbounded. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

const SIMPLE: Readonly<Partial<Record<string, Bounds>>> = {
  '?': { min: 0, max: 1 },
  '*': { min: 0, max: Infinity },
  '+': { min: 1, max: Infinity },
};

function count(cursor: PatternCursor, digits: string, fallback: number): number {
  const value = digits === '' ? fallback : Number(digits);
  if (digits !== '' && value >= MAX_REPEAT) {
    cursor.fail('the repetition number is too large', null);
  }
  return value;
}

/** `{n}`, `{n,}`, `{,m}`, `{n,m}` and `{,}`; anything else is a literal brace and leaves the cursor after it. */
function braces(cursor: PatternCursor): Bounds | null {
  const start = cursor.index;
  if (cursor.peek() === '}') {
    return null;
  }
  const low = cursor.takeWhile(DIGITS);
  const high = cursor.skip(',') ? cursor.takeWhile(DIGITS) : low;
  if (!cursor.skip('}')) {
    cursor.index = start;
    return null;
  }
  const min = count(cursor, low, 0);
  const max = count(cursor, high, Infinity);
  if (max < min) {
    cursor.fail('min repeat greater than max repeat', start);
  }
  return { min, max };
}

/** The bounds of a quantifier whose first character has been taken; null for a literal brace. */
export function parseBounds(cursor: PatternCursor, first: string): Bounds | null {
  return SIMPLE[first] ?? braces(cursor);
}

/** What follows the bounds: `?` for lazy, `+` for possessive. */
export function takeMode(cursor: PatternCursor): RepeatMode {
  if (cursor.skip('?')) {
    return 'lazy';
  }
  return cursor.skip('+') ? 'possessive' : 'greedy';
}
