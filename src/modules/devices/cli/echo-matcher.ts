/** How much text may come before an echo is given up. */
const SEARCH_LIMIT = 65_536;

/** No terminal is narrower than this, in columns. */
const NARROWEST = 20;
/** Longest prompt and command whose rows are compared, in characters. */
const WRAPPED_LIMIT = 16_384;

function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}

/** What is left on the screen of a text that a device writes row over row, with a `\r` in place of a line end. */
function overwritten(text: string, columns: number): string {
  let visible = '';
  for (let start = 0; start < text.length; start += columns) {
    const row = text.slice(start, start + columns);
    visible = row + visible.slice(row.length);
  }
  return visible;
}

export interface EchoMatcherOptions {
  /** What stood on the line when the command was sent: the prompt. */
  readonly prompt: string;
  readonly command: string;
  /** Columns of the terminal. */
  readonly columns: number;
  /** Matches lines the device logs at any time. */
  readonly logLine: RegExp | null;
}

/**
 * Takes the echo of a command out of the lines that follow it. Blanks do not count, so that an echo the device wraps or
 * repaints is known again; so is one that is scrolled sideways (`r1#$end of the command`). Where the lines are no echo
 * they are given back unchanged.
 */
export class EchoMatcher {
  /** The echo was seen. */
  isFound = false;
  /** It was seen, or will not come any more. */
  isDone = false;
  private readonly target: string;
  private held = '';
  private progress = '';

  constructor(private readonly options: EchoMatcherOptions) {
    this.target = withoutBlanks(options.command);
  }

  /** Takes text ended by line ends and gives the part that is output. */
  take(text: string): string {
    let rest = text;
    while (!this.isDone && rest !== '') {
      const lineEnd = rest.indexOf('\n');
      const line = lineEnd < 0 ? rest : rest.slice(0, lineEnd);
      rest = lineEnd < 0 ? '' : rest.slice(lineEnd + 1);
      this.takeLine(line, lineEnd < 0 ? line : `${line}\n`);
    }
    return this.isDone ? this.release() + rest : '';
  }

  /** Gives back what was held when no echo comes: all but the line end of the Enter itself. */
  flush(): string {
    this.isDone = true;
    return this.release();
  }

  private release(): string {
    const held = this.held;
    this.held = '';
    return held;
  }

  private takeLine(line: string, raw: string): void {
    const typed = this.afterPrompt(line);
    if (typed === undefined) this.held += raw;
    else this.forget();
    if (this.target === '') {
      this.found('');
      return;
    }
    if (typed === '' || (typed === undefined && this.options.logLine?.test(line) === true)) return;
    const text = typed ?? line;
    const { command } = this.options;
    if (this.progress === '' && text.startsWith(command) && text.trimEnd().length > command.length) {
      this.found(`${text.slice(command.length)}\n`);
      return;
    }
    this.compare(text, typed === undefined ? '' : `${typed}\n`);
  }

  /** What was typed after the prompt; `undefined` for a line that does not start with it. */
  private afterPrompt(line: string): string | undefined {
    const { prompt } = this.options;
    if (prompt === '') return undefined;
    if (line.startsWith(prompt)) return line.slice(prompt.length);
    return line.trimEnd() === prompt.trimEnd() ? '' : undefined;
  }

  private compare(text: string, lostByPrompt: string): void {
    const typed = withoutBlanks(text);
    const seen = this.progress + typed;
    const isWritingOver = this.progress === '' && this.isOverwritten(text);
    if (seen === this.target || this.isScrolled(typed) || isWritingOver) {
      this.found('');
    } else if (this.target.startsWith(seen) && this.held.length < SEARCH_LIMIT) {
      this.progress = seen;
      this.held += lostByPrompt;
    } else {
      this.held += lostByPrompt;
      this.isDone = true;
    }
  }

  /** The prompt is shown once more: what came before was not the echo but is no output either. */
  private forget(): void {
    this.progress = '';
    this.held = '';
  }

  private found(rest: string): void {
    this.isFound = true;
    this.isDone = true;
    this.held = rest;
  }

  private isScrolled(typed: string): boolean {
    const end = typed.slice(1);
    return /^[$<]/.test(typed) && end !== '' && this.target.endsWith(end);
  }

  /** The row is as wide as the device takes the terminal for, which may be less than it was told. */
  private isOverwritten(row: string): boolean {
    const { prompt, command, columns } = this.options;
    const text = prompt + command;
    const width = row.trimEnd().length;
    if (width < NARROWEST || text.length <= width || text.length > WRAPPED_LIMIT) return false;
    const seen = withoutBlanks(row);
    return [width, row.length - 1, columns].some((one) => withoutBlanks(overwritten(text, one)) === seen);
  }
}
