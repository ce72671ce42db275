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

  /** Tries the pattern only where a line begins as every match does. */
  private matchLines({ regex, isOneLine }: LinePattern, prefix: string, start: number, end: number): LineHit[] {
    const hits: LineHit[] = [];
    const { requiredText } = regex;
    const text = this.upTo(end);
    let from = start;
    let required = start - 1;
    const offsets = this.lines.candidates(prefix);
    for (let index = firstAtLeast(offsets, start); index < offsets.length; index++) {
      const at = offsets[index] ?? end;
      if (at >= end) break;
      if (at < from || !this.text.startsWith(prefix, at + 1)) continue;
      if (required < at) required = this.text.indexOf(requiredText, at);
      if (required === -1) break;
      if (isOneLine && required >= (offsets[index + 1] ?? end)) continue;
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
