import type { Captures, PythonRegex } from '../regex/python-regex.js';
import { isPlain } from '../regex/python-text.js';
import { LineIndex, firstAtLeast } from './line-index.js';
import type { LinePattern } from './regex-cache.js';

/** A match of a template line. */
export interface LineHit {
  /** Offsets from the start of the part that was searched. */
  readonly start: number;
  readonly end: number;
  /** The whole match, then the named groups in their order. */
  readonly captures: Captures;
}

/** Tells where a text comes next, for offsets that ascend. */
class NextOccurrence {
  private offset = -1;

  constructor(
    private readonly text: string,
    private readonly wanted: string,
  ) {}

  /** Offset of the first one at or past another offset; infinite if there is none. */
  from(at: number): number {
    if (this.wanted === '') return at;
    if (this.offset < at) {
      const found = this.text.indexOf(this.wanted, at);
      this.offset = found === -1 ? Infinity : found;
    }
    return this.offset;
  }
}

/** Finds the matches of template lines in parts of one text. */
export class SpanMatcher {
  private readonly lines: LineIndex;
  private readonly plain: boolean;
  private head = '';

  constructor(private readonly text: string) {
    this.plain = isPlain(text);
    this.lines = new LineIndex(text);
  }

  get length(): number {
    return this.text.length;
  }

  /** All matches between two offsets, which are the borders the pattern sees. */
  matches(pattern: LinePattern, start: number, end: number): LineHit[] {
    const { regex, prefix } = pattern;
    return prefix === null ? this.search(regex, start, end) : this.matchLines(pattern, prefix, start, end);
  }

  private search(regex: PythonRegex, start: number, end: number): LineHit[] {
    const named = [0, ...regex.groupNames.values()];
    return Array.from(regex.matchAll(this.text.slice(start, end)), (match) => ({
      start: match.start,
      end: match.end,
      captures: named.map((group) => match.groups[group] ?? undefined),
    }));
  }

  /** Tries the pattern only where a line begins as every match does, and the text it needs is still to come. */
  private matchLines(pattern: LinePattern, prefix: string, start: number, end: number): LineHit[] {
    const { regex, isOneLine } = pattern;
    const hits: LineHit[] = [];
    const text = this.upTo(end);
    const required = new NextOccurrence(text, pattern.requiredText);
    const offsets = this.lines.candidates(prefix);
    let from = start;
    for (let index = firstAtLeast(offsets, start); index < offsets.length; index++) {
      const at = offsets[index] ?? end;
      if (at >= end) break;
      const limit = isOneLine ? (offsets[index + 1] ?? end) : end;
      if (at < from || required.from(at) >= limit || !text.startsWith(prefix, at + 1)) continue;
      const captures = regex.captureAt(text, at, this.plain);
      if (captures === null) continue;
      from = at + (captures[0] ?? '').length;
      hits.push({ start: at - start, end: from - start, captures });
    }
    return hits;
  }

  /** The text to an offset: most parts searched end where the one before ended. */
  private upTo(end: number): string {
    if (this.head.length !== end) this.head = this.text.slice(0, end);
    return this.head;
  }
}
