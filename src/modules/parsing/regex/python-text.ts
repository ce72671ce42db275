import { categoryClass } from './category-classes.js';

const NOT_PLAIN = /[\x1c-\x1f\x80-\uffff]/;

const LINE_END = /\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]/g;
const OTHER_LINE_END = /[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]/;

const SPACE = categoryClass({ name: 'space', ascii: false, negated: false });
const IS_SPACE = new RegExp(SPACE, 'u');
const SPACE_RUN = new RegExp(`${SPACE}+`, 'u');

const TAB = 0x09;
const CARRIAGE_RETURN = 0x0d;
const FILE_SEPARATOR = 0x1c;
const BLANK = 0x20;
const FIRST_BEYOND_ASCII = 0x80;

/** Whether a text is ASCII without U+001C to U+001F, on which Python's and JavaScript's character classes agree. */
export function isPlain(text: string): boolean {
  return !NOT_PLAIN.test(text);
}

/** Whether Python counts a character to the white space. */
export function isSpace(character: string): boolean {
  const code = character.charCodeAt(0);
  return code < FIRST_BEYOND_ASCII
    ? code === BLANK || (code >= TAB && code <= CARRIAGE_RETURN) || (code >= FILE_SEPARATOR && code < BLANK)
    : IS_SPACE.test(character);
}

/** Python's `str.splitlines()`: the lines without their ends, and no empty line after the last end. */
export function splitLines(text: string): string[] {
  const lines = OTHER_LINE_END.test(text) ? text.split(LINE_END) : text.split('\n');
  if (lines.at(-1) === '') {
    lines.pop();
  }
  return lines;
}

/** The same lines one by one: those of a long text take no memory once they are done with. */
export class LineReader {
  private start = 0;
  private readonly hasOtherEnds: boolean;

  constructor(private readonly text: string) {
    this.hasOtherEnds = OTHER_LINE_END.test(text);
  }

  /** The next line; undefined after the last. */
  next(): string | undefined {
    if (this.start >= this.text.length) return undefined;
    const end = this.hasOtherEnds ? -1 : this.text.indexOf('\n', this.start);
    return end >= 0 ? this.take(end, 1) : this.nextOfOtherEnd();
  }

  private nextOfOtherEnd(): string {
    LINE_END.lastIndex = this.start;
    const found = this.hasOtherEnds ? LINE_END.exec(this.text) : null;
    return found === null ? this.take(this.text.length, 0) : this.take(found.index, found[0].length);
  }

  private take(end: number, endLength: number): string {
    const line = this.text.slice(this.start, end);
    this.start = end + endLength;
    return line;
  }
}

/** Python's `str.rstrip()`. */
export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text.charAt(end - 1))) {
    end--;
  }
  return text.slice(0, end);
}

/** Python's `str.lstrip()`. */
export function stripStart(text: string): string {
  let start = 0;
  while (start < text.length && isSpace(text.charAt(start))) {
    start++;
  }
  return text.slice(start);
}

/** Python's `str.strip()`. */
export function strip(text: string): string {
  return stripStart(stripEnd(text));
}

/** Python's `str.split()` without an argument: the words between runs of white space. */
export function splitWords(text: string): string[] {
  const stripped = strip(text);
  return stripped === '' ? [] : stripped.split(SPACE_RUN);
}
