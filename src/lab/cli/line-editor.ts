import type { LongLines } from '../platform/terminal-description.js';

const SCROLL_STEP = 10;

/** What goes out when a line reaches the last column, and puts the cursor at the start of the next one. */
const WRAPS: Readonly<Record<Exclude<LongLines, 'scroll' | 'plain'>, string>> = {
  wrap: ' \r',
  wrap_spaces: '   \b\b\b',
  wrap_cursor: ' \x1b[1D',
  wrap_return: '\r',
};

export interface LineEditorOptions {
  /** See `TerminalDescription.long_lines`. */
  readonly longLines: LongLines;
  /** Columns of the terminal at the moment; 0 = unlimited. */
  readonly width: () => number;
  /** Columns the prompt takes. */
  readonly promptWidth: number;
}

/** The line being typed. Every change returns what the terminal gets to see of it. */
export class LineEditor {
  #text = '';
  /** Characters of the line that a scrolling line has pushed out to the left. */
  #hidden = 0;

  constructor(private readonly options: LineEditorOptions) {}

  get text(): string {
    return this.#text;
  }

  insert(typed: string): string {
    const { longLines, promptWidth } = this.options;
    const width = this.options.width();
    if (longLines === 'plain' || width === 0 || promptWidth + this.#text.length + typed.length < width) {
      this.#text += typed;
      return typed;
    }
    return Array.from(typed, (character) => {
      this.#text += character;
      return longLines === 'scroll' ? this.scroll(character, width) : this.wrap(character, width, WRAPS[longLines]);
    }).join('');
  }

  eraseLast(): string {
    if (this.#text === '') return '';
    this.#text = this.#text.slice(0, -1);
    return '\b \b';
  }

  eraseAll(): string {
    const visible = this.#text.length - this.#hidden;
    this.#text = '';
    this.#hidden = 0;
    return '\b \b'.repeat(visible);
  }

  private wrap(character: string, width: number, wrap: string): string {
    const column = this.options.promptWidth + this.#text.length;
    return column % width === 0 ? character + wrap : character;
  }

  /** Redraws the line ten places further left, a `$` standing for what went out of sight, once it reaches the last column. */
  private scroll(character: string, width: number): string {
    const { promptWidth } = this.options;
    const shown = this.#text.length - this.#hidden;
    if (promptWidth + shown < width) return character;
    const drawn = shown - 1;
    this.#hidden += Math.min(SCROLL_STEP, shown);
    const text = `$${this.#text.slice(this.#hidden + 1)}`;
    const blanks = Math.max(0, drawn - text.length);
    return '\b'.repeat(drawn) + text + ' '.repeat(blanks) + '\b'.repeat(blanks);
  }
}
