import type { CharacterTest } from './character-test.js';
import type { AssertionKind, CaseFold } from './regex-ast.js';

/**
 * What a step of a program does:
 * - `text`: matches a literal text; `set`: one character of a set;
 * - `run`: a greedy loop over one character, the longest run first, then one less at a time;
 * - `assert`: a zero-width assertion; `save`: stores the position in a register;
 * - `split`: goes on at the next step, and at the target if that fails; `jump`: goes on at the target;
 * - `enterLoop`: resets the registers of a loop; `loop`: stands before each round and decides whether to go round or on to the
 *   target; `round`: begins a round beyond the minimum;
 * - `look`, `atomic`, `possessive`: match the steps up to their `done` on their own, then go on at the target; a possessive loop
 *   gives no round back;
 * - `backreference`: matches what a group has captured; `condition`: goes on at the target if a group took no part;
 * - `done`: ends the program or a body matched on its own.
 */
export type Operation =
  | 'text'
  | 'set'
  | 'run'
  | 'assert'
  | 'save'
  | 'split'
  | 'jump'
  | 'enterLoop'
  | 'loop'
  | 'round'
  | 'look'
  | 'atomic'
  | 'possessive'
  | 'backreference'
  | 'condition'
  | 'done';

/** One step. All steps have one shape, which keeps the matcher fast; each operation uses some of the operands. */
export class Step {
  text = '';
  test: CharacterTest | null = null;
  assertion: AssertionKind = 'textEnd';
  min = 0;
  max = 0;
  /** Of a loop: fewest rounds first. */
  lazy = false;
  /** Of a run: whatever follows cannot begin with a character of the run, so nothing is ever given back. */
  exclusive = false;
  negated = false;
  /** Code points a lookaround steps back first; -1 for a lookahead. */
  behind = -1;
  fold: CaseFold = 'none';
  /** The register to save to, the start of a group (its end is the next one), or the round counter of a loop. */
  register = 0;
  /** Where the latest round of a loop started. */
  positionRegister = 0;
  /** Address of another step. */
  target = 0;

  constructor(readonly operation: Operation) {}
}

/** The round counter of a loop whose rounds are counted. */
export interface LoopCounter {
  readonly register: number;
  /** Counts from this one on mean the same. */
  readonly limit: number;
}

/** A pattern as steps for the backtracking matcher. Addresses are indices into `steps`. */
export interface Program {
  readonly steps: readonly Step[];
  /** Two registers for each group in the order of their numbers, then those of the loops. */
  readonly registerCount: number;
  /**
   * The registers that decide, together with address and position, whether the rest can match; null where more does: captures
   * that are referred to, rounds that may be empty, bodies matched on their own.
   */
  readonly counters: readonly LoopCounter[] | null;
}
