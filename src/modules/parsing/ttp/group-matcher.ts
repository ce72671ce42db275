import type { Group, LineRule } from './group.js';
import { evaluateMatch, type MatchedValues } from './match-values.js';
import type { TextState } from './text-state.js';
import type { LineHit, SpanMatcher } from './span-matcher.js';

/** A match of a line. */
export interface LineMatch {
  readonly rule: Pick<LineRule, 'action' | 'isLine' | 'variables' | 'group'>;
  readonly values: MatchedValues;
}

/** Matches by their offset in the text. */
export type MatchesByOffset = Map<number, LineMatch[]>;

/** Offset under which groups that start without a match are kept, past any text. */
const DEFAULT_START_OFFSET = 2 ** 40;

function addMatch(found: MatchesByOffset, offset: number, match: LineMatch): void {
  const others = found.get(offset);
  if (others === undefined) found.set(offset, [match]);
  else others.push(match);
}

/** Drops the matches of a group past an offset; of neighbours at one offset only every other one goes. */
function dropAfter(found: MatchesByOffset, group: Group, end: number): void {
  for (const [offset, matches] of found) {
    if (offset <= end) continue;
    for (let index = 0; index < matches.length; index++) {
      if (matches[index]?.rule.group === group) matches.splice(index, 1);
    }
    if (matches.length === 0) found.delete(offset);
  }
}

/** Finds what the lines of groups match in a text. */
export class GroupMatcher {
  constructor(
    private readonly text: SpanMatcher,
    private readonly state: TextState,
  ) {}

  /** All matches of a group and the groups in it. */
  run(group: Group): MatchesByOffset {
    const found: MatchesByOffset = new Map();
    this.runSpan(group, found, 0, this.text.length - 1);
    return found;
  }

  private runSpan(group: Group, found: MatchesByOffset, from: number, end: number): void {
    const first = this.runStarts(group, found, from, end);
    if (first === null) {
      this.runWithoutStart(group, found, from, end);
      return;
    }
    const start = from + first.offset;
    const stop = this.runEnds(group, found, { start, end, lastStart: first.lastStart });
    for (const rule of group.normalRules) this.collect(rule, found, start, stop);
    for (const child of group.children) this.runSpan(child, found, start, stop);
  }

  /** Offset of the first start, relative to `from`, and a mark of the last one that is no line rule. */
  private runStarts(group: Group, found: MatchesByOffset, from: number, end: number): FirstStart | null {
    let offset: number | null = null;
    let lastStart = -1;
    for (const rule of group.startRules) {
      const matches = this.collect(rule, found, from, end);
      const [first] = matches;
      const last = matches.at(-1);
      if (first === undefined || last === undefined) continue;
      if (offset === null || offset > first.start) offset = first.start;
      if (!rule.isLine && lastStart < last.start) lastStart = last.end + from;
    }
    return offset === null ? null : { offset, lastStart };
  }

  private runWithoutStart(group: Group, found: MatchesByOffset, from: number, end: number): void {
    if (group.hasStartDefault) {
      const rule = group.startRules[0] ?? { action: 'start', isLine: false, variables: new Map(), group };
      let key = DEFAULT_START_OFFSET;
      while (found.has(key)) key++;
      found.set(key, [{ rule, values: new Map() }]);
    }
    for (const child of group.children) {
      if (child.hasStartDefault || group.startRules.length === 0) this.runSpan(child, found, from, end);
    }
  }

  private runEnds(group: Group, found: MatchesByOffset, { start, end, lastStart }: Span): number {
    let endOffset = -1;
    for (const rule of group.endRules) {
      const last = this.collect(rule, found, start, end).at(-1);
      if (last !== undefined && last.end > endOffset && last.end > lastStart) endOffset = last.end;
    }
    if (endOffset === -1) return end;
    dropAfter(found, group, start + endOffset);
    return start + endOffset;
  }

  private collect(rule: LineRule, found: MatchesByOffset, start: number, end: number): LineHit[] {
    const matches = this.text.matches(rule, start, end);
    for (const match of matches) {
      const values = evaluateMatch(rule, match.captures, this.state);
      if (values !== false || rule.action.startsWith('start')) addMatch(found, start + match.start, { rule, values });
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
