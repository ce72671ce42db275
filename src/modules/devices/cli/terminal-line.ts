import type { TerminalTarget } from './ansi-parser.js';

/** Where the current line is cut once it is longer than this, so that a line without end costs no more than others. */
const LINE_LIMIT = 16_384;

/** A cell of pager text that the device has not yet erased. Unicode noncharacters stand for cells without text. */
const PAGER = '\ufffe';
/** A cell that is erased, or was passed over. */
const VOID = '\uffff';

/**
 * The line the cursor is in. Carriage returns, backspaces, erasing and cursor movement change it as they would on a
 * screen of that width; what has left it goes to `commit`, as whole lines ended by `\n` (or the start of one that is
 * longer than `LINE_LIMIT`).
 */
export class TerminalLine implements TerminalTarget {
  private line = '';
  private cursor = 0;
  private isMarked = false;
  private isErasingPager = false;
  /** At the right margin the cursor stays in its row until the next character comes. */
  private isAtMargin = false;

  /** By the final byte of the sequence (ECMA-48); others do not concern the line. */
  private readonly controls: Readonly<Record<string, (parameters: readonly number[]) => void>> = {
    A: ([count]) => this.moveTo(this.cursor - atLeastOne(count) * this.columns),
    B: ([count]) => this.moveTo(Math.min(this.cursor + atLeastOne(count) * this.columns, this.line.length)),
    C: ([count]) => this.moveTo(Math.min(this.cursor + atLeastOne(count), this.rowStart() + this.columns - 1)),
    D: ([count]) => this.moveTo(this.cursor - atLeastOne(count)),
    E: () => this.endLine(),
    G: ([column]) => this.moveToColumn(atLeastOne(column)),
    H: ([, column]) => this.moveToColumn(atLeastOne(column)),
    f: ([, column]) => this.moveToColumn(atLeastOne(column)),
    J: ([mode]) => this.erase(mode ?? 0),
    K: ([mode]) => this.erase(mode ?? 0),
    P: ([count]) => this.replace(this.cursor, this.cursor + atLeastOne(count), ''),
    X: ([count]) => this.eraseCells(atLeastOne(count)),
    '@': ([count]) => this.replace(this.cursor, this.cursor, VOID.repeat(Math.min(atLeastOne(count), this.columns))),
  };

  constructor(
    private readonly columns: number,
    private readonly commit: (text: string) => void,
  ) {}

  /** The text of the line as it stands on the screen. */
  get text(): string {
    return this.isMarked ? visible(this.line) : this.line;
  }

  /** The text without blanks behind the cursor, which are left of a longer line that the device has written over. */
  get textAtCursor(): string {
    if (this.isMarked || this.cursor === this.line.length) return this.text;
    return this.line.slice(this.cursor).trim() === '' ? this.line.slice(0, this.cursor) : this.line;
  }

  /** Takes the text from `start` to the end for a pager's: whatever the device does to erase it leaves no trace. */
  markPager(start: number): void {
    this.line = this.text;
    this.line = this.line.slice(0, start) + PAGER.repeat(this.line.length - start);
    this.cursor = this.line.length;
    this.isMarked = true;
    this.isErasingPager = true;
  }

  /** Takes the text before `start` away: what follows stands at the start of the line from now on. */
  dropStart(start: number): void {
    if (start === 0) return;
    this.line = this.text.slice(start);
    this.cursor = this.line.length;
    this.isMarked = false;
  }

  print(text: string): void {
    let rest = text;
    while (this.cursor !== this.line.length || this.isMarked) {
      const lineEnd = rest.indexOf('\n');
      if (lineEnd < 0) {
        this.write(rest);
        return;
      }
      this.write(rest.slice(0, lineEnd));
      this.endLine();
      rest = rest.slice(lineEnd + 1);
      if (rest === '') return;
    }
    this.append(rest);
  }

  carriageReturn(): void {
    this.cursor = this.rowStart();
    this.isAtMargin = false;
  }

  backspace(): void {
    this.cursor = Math.max(0, this.cursor - 1);
    this.isAtMargin = false;
  }

  control(final: string, parameters: readonly number[]): void {
    this.controls[final]?.(parameters);
  }

  private append(text: string): void {
    const lastLineEnd = text.lastIndexOf('\n');
    if (lastLineEnd >= 0) {
      const lines = text.slice(0, lastLineEnd + 1);
      this.commit(this.line === '' ? lines : this.line + lines);
      this.line = text.slice(lastLineEnd + 1);
    } else {
      this.line += text;
    }
    this.cursor = this.line.length;
    this.isAtMargin = this.cursor > 0 && this.cursor % this.columns === 0;
    if (this.cursor > LINE_LIMIT) this.shorten();
  }

  private shorten(): void {
    const cut = this.cursor - (this.cursor % this.columns) - this.columns * Math.ceil(LINE_LIMIT / 4 / this.columns);
    if (cut <= 0) return;
    this.commit(this.line.slice(0, cut));
    this.line = this.line.slice(cut);
    this.cursor -= cut;
  }

  private write(text: string): void {
    if (text === '') return;
    let written = text;
    if (this.isErasingPager) {
      const blanks = text.length - text.trimStart().length;
      this.isErasingPager = blanks === text.length;
      written = this.eraseWithBlanks(blanks) + text.slice(blanks);
    }
    if (written.includes(VOID)) this.isMarked = true;
    this.replace(this.cursor, this.cursor + written.length, written);
    this.cursor += written.length;
    this.isAtMargin = this.cursor % this.columns === 0;
    if (this.cursor === this.line.length && this.cursor > LINE_LIMIT && !this.isMarked) this.shorten();
  }

  /** Blanks over pager text erase it; over what is erased already they are the device's own. */
  private eraseWithBlanks(count: number): string {
    const cells = this.line.slice(this.cursor, this.cursor + count).padEnd(count, PAGER);
    return [...cells].map((cell) => (cell === PAGER ? VOID : ' ')).join('');
  }

  private erase(mode: number): void {
    if (mode === 0) {
      this.line = this.line.slice(0, this.cursor);
      return;
    }
    const end = mode === 1 ? Math.min(this.cursor + 1, this.line.length) : this.line.length;
    this.replace(0, end, VOID.repeat(mode === 1 ? end : this.cursor));
  }

  private eraseCells(count: number): void {
    const end = Math.min(this.cursor + count, this.line.length);
    if (end > this.cursor) this.replace(this.cursor, end, VOID.repeat(end - this.cursor));
  }

  private moveToColumn(column: number): void {
    this.moveTo(this.rowStart() + Math.min(column, this.columns) - 1);
  }

  private moveTo(position: number): void {
    this.cursor = Math.max(0, position);
    this.isAtMargin = false;
  }

  private replace(from: number, to: number, text: string): void {
    if (from > this.line.length) {
      this.line = this.line.padEnd(from, VOID);
      this.isMarked = true;
    }
    if (text.includes(VOID)) this.isMarked = true;
    this.line = this.line.slice(0, from) + text + this.line.slice(to);
  }

  private rowStart(): number {
    const row = Math.floor(this.cursor / this.columns) - (this.isAtMargin ? 1 : 0);
    return row * this.columns;
  }

  private endLine(): void {
    this.commit(`${this.text}\n`);
    this.line = '';
    this.cursor = 0;
    this.isMarked = false;
    this.isErasingPager = false;
    this.isAtMargin = false;
  }
}

/** A count that is left out, or 0, means 1. */
function atLeastOne(count: number | undefined): number {
  return Math.max(1, count ?? 1);
}

function visible(line: string): string {
  let end = line.length;
  while (end > 0 && (line[end - 1] === PAGER || line[end - 1] === VOID)) end -= 1;
  return line.slice(0, end).replaceAll(PAGER, '').replaceAll(VOID, ' ');
}
