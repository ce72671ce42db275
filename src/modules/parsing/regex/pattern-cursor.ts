import { PatternSyntaxError, PatternUnsupportedError } from './regex.errors.js';

/** Number of code points before a UTF-16 offset. */
export function codePointOffset(text: string, offset: number): number {
  let count = 0;
  for (let index = 0; index < offset; count++) {
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  }
  return count;
}

/** Reading position in a pattern; also what words its faults. */
export class PatternCursor {
  index = 0;

  constructor(readonly pattern: string) {}

  get isAtEnd(): boolean {
    return this.index >= this.pattern.length;
  }

  /** The next UTF-16 unit, or an empty string at the end. */
  peek(): string {
    return this.pattern.charAt(this.index);
  }

  /** Moves past `text` if it comes next. */
  skip(text: string): boolean {
    if (!this.pattern.startsWith(text, this.index)) {
      return false;
    }
    this.index += text.length;
    return true;
  }

  /** Takes the next code point; the caller knows there is one. */
  takeCodePoint(): number {
    const code = this.pattern.codePointAt(this.index) ?? 0;
    this.index += code > 0xffff ? 2 : 1;
    return code;
  }

  /** Takes the next character, a surrogate pair as a whole; empty at the end. */
  take(): string {
    return this.isAtEnd ? '' : String.fromCodePoint(this.takeCodePoint());
  }

  /** Takes the next character, or a backslash together with the character after it; empty at the end. */
  takeToken(): string {
    const character = this.take();
    if (character !== '\\') return character;
    return this.isAtEnd ? this.fail('bad escape (end of pattern)', this.index - 1) : character + this.take();
  }

  /** Takes up to `limit` units that are in `allowed`. */
  takeWhile(allowed: string, limit = Infinity): string {
    const start = this.index;
    while (this.index - start < limit && !this.isAtEnd && allowed.includes(this.peek())) {
      this.index++;
    }
    return this.pattern.slice(start, this.index);
  }

  /** Takes the text up to a `terminator` that no backslash escapes, and skips that; `what` names it in an error. */
  takeUntil(terminator: string, what: string): string {
    const start = this.index;
    const end = this.endOfName(terminator);
    if (end === start || start >= this.pattern.length) {
      this.fail(`missing ${what}`, start);
    }
    if (end < 0) {
      this.fail(`missing ${terminator}, unterminated name`, start);
    }
    this.index = end + terminator.length;
    return this.pattern.slice(start, end);
  }

  fail(reason: string, offset: number | null = this.index): never {
    throw new PatternSyntaxError({ pattern: this.pattern, reason, position: this.position(offset) });
  }

  refuse(reason: string, offset: number): never {
    throw new PatternUnsupportedError({ pattern: this.pattern, reason, position: this.position(offset) });
  }

  private endOfName(terminator: string): number {
    let end = this.pattern.indexOf(terminator, this.index);
    while (end >= 0 && this.isEscaped(end)) {
      end = this.pattern.indexOf(terminator, end + 1);
    }
    return end;
  }

  private isEscaped(index: number): boolean {
    let start = index;
    while (start > this.index && this.pattern[start - 1] === '\\') start--;
    return (index - start) % 2 === 1;
  }

  private position(offset: number | null): number | null {
    return offset === null ? null : codePointOffset(this.pattern, offset);
  }
}
