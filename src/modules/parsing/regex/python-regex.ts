import { StepBudgetExceeded } from './backtracking-matcher.js';
import type { PatternOptions } from './compiled-pattern.js';
import { CompiledPattern } from './compiled-pattern.js';
import { isLineFeed, mayHoldLineFeed } from './holds-line-feed.js';
import { parsePattern } from './pattern-parser.js';
import { isPlain } from './python-text.js';
import type { ParsedPattern } from './regex-ast.js';
import { NO_FLAGS, changeFlags } from './regex-flags.js';
import { ReplacementTemplate } from './replacement-template.js';
import { requiredText } from './required-text.js';
import type { StartFilter } from './start-filter.js';
import { startFilter } from './start-filter.js';

export interface RegexOptions extends PatternOptions {
  /** Letters of Python's flags for the whole pattern, any of `aimsux`; default none. */
  readonly flags?: string;
}

export interface RegexMatch {
  /** Offset in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** By number, 0 for the whole match; null for a group that took no part or is not kept. */
  readonly groups: readonly (string | null)[];
}

/** Captures by slot: 0 is the whole match, then the kept groups in the order of their numbers. */
export type Captures = ArrayLike<string | undefined>;

interface RawMatch {
  readonly index: number;
  readonly captures: Captures;
}

/** Attempts after which a pattern is worth the time it takes the JavaScript engine to compile it. */
const HOT_AFTER = 60;

/** Steps in one attempt after which the JavaScript engine takes over. */
const STEP_BUDGET = 300;

/**
 * A regular expression in the language of Python 3.11's `re`, with its meaning. Its first few matches, and all those on which
 * JavaScript and Python disagree, are made by a matcher of our own; a pattern in heavy use is compiled for the JavaScript
 * engine. Immutable to its users, to be shared.
 */
export class PythonRegex {
  private compiledForm: CompiledPattern | undefined;
  private lazyStartFilter: StartFilter | undefined;
  private lazyRequiredText: string | undefined;
  private lazyNamesOfGroups: readonly string[] | undefined;
  private attempts = 0;

  /** Throws `PatternSyntaxError` where Python refuses the pattern, `PatternUnsupportedError` where only we do. */
  static compile(pattern: string, options: RegexOptions = {}): PythonRegex {
    const flags = options.flags === undefined ? NO_FLAGS : changeFlags(NO_FLAGS, options.flags);
    return new PythonRegex(parsePattern(pattern, flags), options);
  }

  private constructor(
    private readonly parsed: ParsedPattern,
    private readonly options: RegexOptions,
  ) {}

  /** The pattern as written. */
  get source(): string {
    return this.parsed.source;
  }

  get groupCount(): number {
    return this.parsed.groupCount;
  }

  /** Number of each named group, in the order of their numbers. */
  get groupNames(): ReadonlyMap<string, number> {
    return this.parsed.groupNames;
  }

  /** The names alone, in the same order. */
  get namesOfGroups(): readonly string[] {
    this.lazyNamesOfGroups ??= [...this.parsed.groupNames.keys()];
    return this.lazyNamesOfGroups;
  }

  /** Whether the JavaScript engine can match this pattern. */
  get isNative(): boolean {
    return this.compiled.native !== null;
  }

  /** Whether the JavaScript engine may take for ever, where this class falls back on a matcher that does not. */
  get isExplosive(): boolean {
    return this.compiled.isExplosive;
  }

  /** Whether some subject may take for ever; such a pattern is for threads with a deadline only. */
  get mayNeverEnd(): boolean {
    return this.compiled.mayNeverEnd;
  }

  /** What plain subjects must begin with to match at their start. */
  get startFilter(): StartFilter {
    this.lazyStartFilter ??= startFilter(this.parsed.root);
    return this.lazyStartFilter;
  }

  /** Text that every match holds; empty if there is none. */
  get requiredText(): string {
    this.lazyRequiredText ??= requiredText(this.parsed.root);
    return this.lazyRequiredText;
  }

  /** Whether every match begins with a line feed and holds no other. */
  get isOneLine(): boolean {
    const { root } = this.parsed;
    const [first, ...rest] = root.type === 'sequence' ? root.items : [root];
    return isLineFeed(first) && !rest.some(mayHoldLineFeed);
  }

  /** The JavaScript source for plain single-line subjects, without captures if none is kept; null if there is none. */
  get plainSource(): string | null {
    return this.compiled.native?.plainSource ?? null;
  }

  /** Python's `match`: at the start of the subject, not necessarily to its end. */
  match(subject: string): RegexMatch | null {
    const captures = this.captureAtStart(subject, isPlain(subject));
    return captures === null ? null : this.toMatch({ index: 0, captures });
  }

  /** Python's `search`: the first match anywhere. */
  search(subject: string): RegexMatch | null {
    const found = this.find(subject, 0, isPlain(subject));
    return found === null ? null : this.toMatch(found);
  }

  /** Python's `finditer`: all matches from left to right; an empty one may follow directly on another. */
  *matchAll(subject: string): Generator<RegexMatch, void, undefined> {
    const plain = isPlain(subject);
    let from = 0;
    let mustAdvance = false;
    while (from <= subject.length) {
      const found = mustAdvance ? this.findAfterEmpty(subject, from, plain) : this.find(subject, from, plain);
      if (found === null) {
        return;
      }
      const match = this.toMatch(found);
      yield match;
      from = match.end;
      mustAdvance = match.end === match.start;
    }
  }

  /** Python's `findall`: the whole matches, the only group, or all groups of each. */
  findAll(subject: string): (string | string[])[] {
    return Array.from(this.matchAll(subject), ({ groups }) => {
      const [whole, ...captured] = groups.map((group) => group ?? '');
      return captured.length > 1 ? captured : (captured[0] ?? whole ?? '');
    });
  }

  /** Python's `split`, with the groups between the parts; `limit` 0 splits everywhere. */
  split(subject: string, limit = 0): (string | null)[] {
    const parts: (string | null)[] = [];
    let last = 0;
    let count = 0;
    for (const { start, end, groups } of this.matchAll(subject)) {
      parts.push(subject.slice(last, start), ...groups.slice(1));
      last = end;
      if (++count === limit) {
        break;
      }
    }
    parts.push(subject.slice(last));
    return parts;
  }

  /** Python's `sub` with a replacement in its language (`\1`, `\g<name>`); `limit` 0 replaces all. */
  replace(subject: string, replacement: string, limit = 0): string {
    const template = ReplacementTemplate.parse(replacement, this);
    let result = '';
    let last = 0;
    let count = 0;
    for (const { start, end, groups } of this.matchAll(subject)) {
      result += subject.slice(last, start) + template.expand(groups);
      last = end;
      if (++count === limit) {
        break;
      }
    }
    return result + subject.slice(last);
  }

  /** The fast form of `match` for callers that know whether the subject is plain (see `isPlain`). */
  captureAtStart(subject: string, plain: boolean): Captures | null {
    return subject.includes(this.requiredText) ? this.captureAt(subject, 0, plain) : null;
  }

  /**
   * A match at one place in the subject, in which what is before it counts, too. For callers that know where the required text is:
   * looking for it costs the length of the subject.
   */
  captureAt(subject: string, at: number, plain: boolean): Captures | null {
    const { native, isExplosive } = this.compiled;
    if (native === null || isExplosive) {
      return this.captureByBacktracking(subject, at, Infinity);
    }
    if (this.attempts < HOT_AFTER) {
      this.attempts++;
      try {
        return this.captureByBacktracking(subject, at, STEP_BUDGET);
      } catch (error) {
        this.becomeHot(error);
      }
    }
    try {
      return at === 0 ? native.matchAtStart(subject, plain) : native.matchAt(subject, at, plain);
    } catch {
      // Too large for the JavaScript engine, or too deep a backtrack: ours keeps its state on the heap.
      return this.captureByBacktracking(subject, at, Infinity);
    }
  }

  private get compiled(): CompiledPattern {
    this.compiledForm ??= new CompiledPattern(this.parsed, this.options);
    return this.compiledForm;
  }

  private becomeHot(error: unknown): void {
    if (!(error instanceof StepBudgetExceeded)) {
      throw error;
    }
    this.attempts = HOT_AFTER;
  }

  private captureByBacktracking(subject: string, at: number, maxSteps: number): Captures | null {
    const { matcher } = this.compiled;
    matcher.begin(subject, maxSteps);
    const end = matcher.matchAt(at);
    return end < 0 ? null : this.capturesOf(subject.slice(at, end));
  }

  private find(subject: string, from: number, plain: boolean): RawMatch | null {
    const { native, iteratesNatively, isExplosive } = this.compiled;
    if (native !== null && iteratesNatively && !isExplosive) {
      try {
        const found = native.search(subject, from, plain);
        return found === null ? null : { index: found.index, captures: found };
      } catch {
        // As in captureAtStart.
      }
    }
    return this.findByBacktracking(subject, from, false);
  }

  private findAfterEmpty(subject: string, from: number, plain: boolean): RawMatch | null {
    const { native, iteratesNatively } = this.compiled;
    if (native !== null && iteratesNatively) {
      const next = from + characterLength(subject, from);
      return next > subject.length ? null : this.find(subject, next, plain);
    }
    return this.findByBacktracking(subject, from, true);
  }

  private findByBacktracking(subject: string, from: number, mustAdvance: boolean): RawMatch | null {
    const { matcher } = this.compiled;
    matcher.begin(subject);
    for (let start = from; start <= subject.length; start += characterLength(subject, start)) {
      const end = mustAdvance && start === from ? matcher.matchAt(start, start) : matcher.matchAt(start);
      if (end >= 0) {
        return { index: start, captures: this.capturesOf(subject.slice(start, end)) };
      }
    }
    return null;
  }

  /** What the matcher has captured in the match whose text is `whole`. */
  private capturesOf(whole: string): Captures {
    const { matcher, keptGroups } = this.compiled;
    const captures: (string | undefined)[] = [whole];
    for (const group of keptGroups) {
      captures.push(matcher.group(group));
    }
    return captures;
  }

  private toMatch({ index, captures }: RawMatch): RegexMatch {
    const whole = captures[0] ?? '';
    const groups = new Array<string | null>(this.groupCount + 1).fill(null);
    groups[0] = whole;
    this.compiled.keptGroups.forEach((group, slot) => {
      groups[group] = captures[slot + 1] ?? null;
    });
    return { start: index, end: index + whole.length, groups };
  }
}

function characterLength(subject: string, index: number): number {
  return (subject.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}
