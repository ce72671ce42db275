import { BacktrackingMatcher } from './backtracking-matcher.js';
import { countLoops, hasExplosiveLoop } from './explosive-loops.js';
import { DIFFERS, EMPTY_LAST, NULLABLE, loopTraits } from './loop-rules.js';
import { NativeMatcher } from './native-matcher.js';
import type { Program } from './program.js';
import { guessesOften } from './program-analysis.js';
import { compileProgram } from './program-compiler.js';
import type { Node, ParsedPattern } from './regex-ast.js';
import { simplify } from './simplify.js';

export type KeepGroups = 'all' | 'named' | ReadonlySet<string>;

export interface PatternOptions {
  /**
   * Groups whose captures are wanted: all (the default), those that have a name, or those with these names. Other captures are
   * null; patterns match faster and more of them on the JavaScript engine without.
   */
  readonly keepGroups?: KeepGroups;
  /** The caller vouches that no subject holds a line feed; default false. */
  readonly singleLine?: boolean;
  /**
   * Matched without a deadline: the JavaScript engine is used only where the time it takes grows no faster than the square of
   * the text's length, as that of our own matcher does, or than its cube where ours cannot help. Default false.
   */
  readonly isBounded?: boolean;
}

/** With more loops, time may grow faster than that. */
const MAX_LOOPS = 2;
/** Likewise for a pattern that only the JavaScript engine can match: the cube of a short text is still a time to wait for. */
const MAX_NATIVE_LOOPS = 3;

/** Two to this power ways are tried in no time. */
const MAX_GUESSES = 12;

function numbersOfKept({ groupCount, groupNames }: ParsedPattern, keep: KeepGroups): number[] {
  if (keep === 'all') {
    return Array.from({ length: groupCount }, (_, index) => index + 1);
  }
  if (keep === 'named') {
    return [...groupNames.values()];
  }
  return [...groupNames].filter(([name]) => keep.has(name)).map(([, index]) => index);
}

/** What a pattern needs to be matched, each part made when it is first asked for. */
export class CompiledPattern {
  /** Numbers of the groups whose captures are wanted, ascending. */
  readonly keptGroups: readonly number[];
  /** Matches with the JavaScript engine; null where that would give another result than Python. */
  readonly native: NativeMatcher | null;
  /** Whether all matches of a text can be found natively: not if a non-empty match may follow an empty one at one place. */
  readonly iteratesNatively: boolean;
  private readonly root: Node;
  private readonly groupCount: number;
  private readonly isBounded: boolean;
  private lazyIsSlow: boolean | undefined;
  private lazyProgram: Program | undefined;
  private lazyMatcher: BacktrackingMatcher | undefined;

  constructor(parsed: ParsedPattern, { keepGroups = 'all', singleLine = false, isBounded = false }: PatternOptions) {
    this.isBounded = isBounded;
    this.groupCount = parsed.groupCount;
    this.keptGroups = numbersOfKept(parsed, keepGroups);
    const kept = new Set([...this.keptGroups, ...parsed.referencedGroups]);
    this.root = simplify(parsed.root, kept);
    const traits = loopTraits(this.root, kept);
    this.native = traits & DIFFERS ? null : new NativeMatcher(this.root, singleLine);
    this.iteratesNatively = !(traits & NULLABLE) || (traits & EMPTY_LAST) !== 0;
  }

  /** Whether the JavaScript engine may take for ever where our own matcher does not. */
  get isExplosive(): boolean {
    return this.isSlow && this.program.counters !== null;
  }

  /** Whether our own matcher may take for ever as well. */
  get mayNeverEnd(): boolean {
    return this.isSlow && this.program.counters === null;
  }

  /** Whether the time that the JavaScript engine takes may grow too fast. */
  private get isSlow(): boolean {
    this.lazyIsSlow ??= hasExplosiveLoop(this.root) || (this.isBounded && (this.hasManyLoops() || this.guessesOften()));
    return this.lazyIsSlow;
  }

  private hasManyLoops(): boolean {
    const loops = countLoops(this.root);
    return loops > MAX_LOOPS && (loops > MAX_NATIVE_LOOPS || this.program.counters !== null);
  }

  private guessesOften(): boolean {
    const { steps, counters } = this.program;
    return counters !== null && guessesOften(steps, MAX_GUESSES);
  }

  get matcher(): BacktrackingMatcher {
    this.lazyMatcher ??= new BacktrackingMatcher(this.program);
    return this.lazyMatcher;
  }

  private get program(): Program {
    this.lazyProgram ??= compileProgram(this.root, this.groupCount);
    return this.lazyProgram;
  }
}
