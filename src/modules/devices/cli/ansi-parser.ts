/** What a terminal does on the stream; the parser calls it in order. */
export interface TerminalTarget {
  /** Text with line ends (`\n`), and no other control that moves the cursor. */
  print(text: string): void;
  carriageReturn(): void;
  backspace(): void;
  /** A control sequence (ECMA-48 CSI): its final byte and its parameters, `0` where one is left out. */
  control(final: string, parameters: readonly number[]): void;
}

type State = 'ground' | 'escape' | 'charset' | 'csi' | 'string' | 'string_escape';

/** A sequence longer than this is taken for noise. */
const SEQUENCE_LIMIT = 4096;

/** The most frequent ones by far, which move nothing (SGR). */
const COLOUR = 'm';
const WHOLE_COLOURS = /\x1b\[[\d;]*m/g;
/** What is not yet all there. */
const CUT_OFF = /\x1b(?:\[[\d;]*)?$/y;

/** A control sequence that is all there; most are. */
const WHOLE_CONTROL = /\x1b\[([\d;]*)([@-~])/y;

/** What is more than text where line ends are `\n`. */
const CONTROLS = ['\x00', '\x07', '\b', '\x0e', '\x0f', '\r', '\x1b', '\x7f'];
const CONTROL = /[\x00\x07\x08\x0e\x0f\r\x1b\x7f]/g;

/** Takes escape sequences (ECMA-48, xterm titles) out of a stream, wherever it is cut into chunks. */
export class AnsiParser {
  private state: State = 'ground';
  private sequence = '';
  /** Each gives whether the character belongs to the sequence. */
  private readonly readers: Readonly<Record<Exclude<State, 'ground'>, (character: string) => boolean>> = {
    escape: (character) => this.afterEscape(character),
    charset: (character) => this.inCharset(character),
    csi: (character) => this.inControl(character),
    string: (character) => this.inString(character),
    string_escape: (character) => this.afterStringEscape(character),
  };

  constructor(private readonly target: TerminalTarget) {}

  feed(text: string): void {
    let start = 0;
    while (start < text.length && this.state !== 'ground') start = this.inSequence(text, start);
    const rest = withoutColours(text.slice(start)).replaceAll('\r\n', '\n');
    // Eight searches for one character each take a tenth of the time of one for a class of them.
    if (this.state === 'ground' && !CONTROLS.some((control) => rest.includes(control))) {
      if (rest !== '') this.target.print(rest);
      return;
    }
    let position = 0;
    while (position < rest.length) {
      position = this.state === 'ground' ? this.plain(rest, position) : this.inSequence(rest, position);
    }
  }

  /** Gives up a sequence whose end has not come. */
  reset(): void {
    this.enter('ground');
  }

  private plain(text: string, from: number): number {
    CONTROL.lastIndex = from;
    const index = CONTROL.exec(text)?.index ?? text.length;
    if (index > from) this.target.print(from === 0 && index === text.length ? text : text.slice(from, index));
    if (index === text.length) return index;
    switch (text[index]) {
      case '\r':
        this.target.carriageReturn();
        break;
      case '\b':
        this.target.backspace();
        break;
      case '\x1b':
        return this.sequenceAt(text, index);
      default:
        break;
    }
    return index + 1;
  }

  private sequenceAt(text: string, index: number): number {
    WHOLE_CONTROL.lastIndex = index;
    const [sequence, parameters, final] = WHOLE_CONTROL.exec(text) ?? [];
    if (sequence === undefined || parameters === undefined || final === undefined) {
      this.enter('escape');
      return index + 1;
    }
    this.control(parameters, final);
    return index + sequence.length;
  }

  private control(parameters: string, final: string): void {
    if (final !== COLOUR) this.target.control(final, parameters.split(';').map(Number));
  }

  private inSequence(text: string, position: number): number {
    if (this.sequence.length >= SEQUENCE_LIMIT) this.enter('ground');
    if (this.state === 'ground') return position;
    return this.readers[this.state](text[position] ?? '') ? position + 1 : position;
  }

  private enter(state: State): void {
    this.state = state;
    this.sequence = '';
  }

  private leave(): boolean {
    this.enter('ground');
    return true;
  }

  private afterStringEscape(character: string): boolean {
    if (character === '\\') return this.leave();
    this.enter('escape');
    return false;
  }

  private afterEscape(character: string): boolean {
    if (character === '[') this.enter('csi');
    else if (']PX^_'.includes(character)) this.enter('string');
    else if (' #%()*+-./'.includes(character)) this.enter('charset');
    else {
      this.enter('ground');
      if (character === 'E') this.target.print('\n');
      return character >= ' ';
    }
    return true;
  }

  /** A control character ends a sequence that is cut short, and does what it does elsewhere. */
  private inCharset(character: string): boolean {
    this.enter('ground');
    return character >= ' ';
  }

  private inControl(character: string): boolean {
    if (character >= ' ' && character <= '?') {
      this.sequence += character;
      return true;
    }
    const sequence = this.sequence;
    this.enter('ground');
    if (character < '@' || character > '~') return false;
    if (/^[\d;]*$/.test(sequence)) this.control(sequence, character);
    return true;
  }

  private inString(character: string): boolean {
    if (character === '\n' || character === '\r') {
      this.enter('ground');
      return false;
    }
    if (character === '\x07') this.enter('ground');
    else if (character === '\x1b') this.enter('string_escape');
    else this.sequence += character;
    return true;
  }
}

/**
 * The text without its colours where these are all the sequences it has (but for one that is cut off), as is usual: one
 * by one they cost more than the text. Any other text is given back as it is, for there they may be part of a sequence.
 */
function withoutColours(text: string): string {
  if (!text.includes('\x1b')) return text;
  const rest = text.replace(WHOLE_COLOURS, '');
  const index = rest.indexOf('\x1b');
  if (index < 0) return rest;
  CUT_OFF.lastIndex = index;
  return CUT_OFF.test(rest) && text.endsWith(rest.slice(index)) ? rest : text;
}
