/** What a key at the pager does. */
export interface PagerStep {
  readonly shown: string;
  /** Nothing is left to be shown. */
  readonly isAtEnd: boolean;
  /** The pager was left. */
  readonly isLeft: boolean;
}

function isQuit(key: string): boolean {
  return key.toLowerCase() === 'q' || key === '\x03';
}

/** Shows an output page by page. */
export class Pager {
  readonly #lines: readonly string[];
  #shown = 0;

  /**
   * @param output text with `\r\n` line ends
   * @param pageLines lines on a page, the pager's own line left out
   * @param anyKey whether every key but `q` shows the next page
   */
  constructor(
    output: string,
    private readonly pageLines: number,
    private readonly anyKey = false,
  ) {
    this.#lines = output.split(/(?<=\r\n)/);
  }

  /** Placeholders of the pager's text: how much was shown, and which lines are on the screen. */
  get position(): ReadonlyMap<string, string> {
    const first = Math.max(1, this.#shown - this.pageLines + 1);
    const percent = Math.floor((100 * this.#shown) / this.#lines.length);
    return new Map(Object.entries({ percent, first, last: this.#shown }).map(([name, value]) => [name, String(value)]));
  }

  /** The next page. */
  nextPage(): PagerStep {
    return this.next(this.pageLines);
  }

  /** What a key brings: space a page, Enter (`\r`) a line, any other key the end. */
  press(key: string): PagerStep {
    if (this.#shown >= this.#lines.length) return { shown: '', isAtEnd: true, isLeft: isQuit(key) };
    if (key === ' ' || (this.anyKey && !isQuit(key))) return this.nextPage();
    if (key === '\r') return this.next(1);
    return { shown: '', isAtEnd: true, isLeft: true };
  }

  private next(lines: number): PagerStep {
    const shown = this.#lines.slice(this.#shown, this.#shown + lines).join('');
    this.#shown += lines;
    return { shown, isAtEnd: this.#shown >= this.#lines.length, isLeft: false };
  }
}
