/** What a key at the pager does. */
export type PagerStep = { readonly shown: string; readonly isDone: boolean };

/** Shows an output page by page. */
export class Pager {
  #rest: string[];

  /**
   * @param output text with `\r\n` line ends
   * @param pageLines lines on a page, the pager's own line left out
   */
  constructor(
    output: string,
    private readonly pageLines: number,
  ) {
    this.#rest = output.split(/(?<=\r\n)/);
  }

  /** The next page. */
  nextPage(): PagerStep {
    return this.next(this.pageLines);
  }

  /** What a key brings: space a page, Enter (`\r`) a line, any other key the end. */
  press(key: string): PagerStep {
    if (key === ' ') return this.nextPage();
    if (key === '\r') return this.next(1);
    return { shown: '', isDone: true };
  }

  private next(lines: number): PagerStep {
    const shown = this.#rest.slice(0, lines).join('');
    this.#rest = this.#rest.slice(lines);
    return { shown, isDone: this.#rest.length === 0 };
  }
}
