import type { Group, LineRule } from './group.js';
import { withoutPast, type LineMatch } from './line-match.js';
import { evaluateMatch } from './match-values.js';
import type { TextState } from './text-state.js';
import type { LineHit, SpanMatcher } from './span-matcher.js';

/** Offset under which groups that start without a match are kept, past any text. */
const DEFAULT_START_OFFSET = 2 ** 40;

/** Finds what the lines of groups match in a text. */
export class GroupMatcher {
  private found: LineMatch[] = [];
  private defaultStarts = 0;

  constructor(
    private readonly text: SpanMatcher,
    private readonly state: TextState,
  ) {}

  /** All matches of a group and the groups in it, in the order they are found. */
  run(group: Group): LineMatch[] {
    this.found = [];
    this.defaultStarts = 0;
    this.runSpan(group, 0, this.text.length - 1);
    return this.found;
  }

  private runSpan(group: Group, from: number, end: number): void {
    const first = this.runStarts(group, from, end);
    if (first === null) {
      this.runWithoutStart(group, from, end);
      return;
    }
    const start = from + first.offset;
    const stop = this.runEnds(group, { start, end, lastStart: first.lastStart });
    for (const rule of group.normalRules) this.collect(rule, start, stop);
    for (const child of group.children) this.runSpan(child, start, stop);
  }

  /** Offset of the first start, relative to `from`, and a mark of the last one that is no line rule. */
  private runStarts(group: Group, from: number, end: number): FirstStart | null {
    let offset: number | null = null;
    let lastStart = 0;
    for (const rule of group.startRules) {
      const matches = this.collect(rule, from, end);
      const [first] = matches;
      const last = matches.at(-1);
      if (first === undefined || last === undefined) continue;
      if (offset === null || offset > first.start) offset = first.start;
      if (!rule.isLine && lastStart < last.start) lastStart = last.end + from;
    }
    return offset === null ? null : { offset, lastStart };
  }

  private runWithoutStart(group: Group, from: number, end: number): void {
    if (group.hasStartDefault) {
      const rule = group.startRules[0] ?? { action: 'start', isLine: false, joinText: '', group };
      const offset = DEFAULT_START_OFFSET + this.defaultStarts++;
      this.found.push({ offset, rule, values: new Map() });
    }
    for (const child of group.children) {
      if (child.hasStartDefault || group.startRules.length === 0) this.runSpan(child, from, end);
    }
  }

  private runEnds(group: Group, { start, end, lastStart }: Span): number {
    let endOffset = -1;
    for (const rule of group.endRules) {
      const last = this.collect(rule, start, end).at(-1);
      if (last !== undefined && last.end > endOffset && last.end > lastStart) endOffset = last.end;
    }
    if (endOffset === -1) return end;
    this.found = withoutPast(start + endOffset, group, this.found);
    return start + endOffset;
  }

  private collect(rule: LineRule, start: number, end: number): LineHit[] {
    const matches = this.text.matches(rule.pattern, start, end);
    for (const match of matches) {
      const values = evaluateMatch(rule, match.captures, this.state);
      if (values !== false || rule.action.startsWith('start')) {
        this.found.push({ offset: start + match.start, rule, values });
      }
    }
    return matches;
  }
}

interface FirstStart {
  readonly offset: number;
  readonly lastStart: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly lastStart: number;
}
