import { ColourFilter } from './colour-filter.js';
import { Utf8Stream } from './utf8-stream.js';

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

/** Colours (SGR), which move nothing. */
const COLOUR = 'm';

/** A control sequence that is all there; most are. */
const WHOLE_CONTROL = /\x1b\[([\d;]*)([@-~])/y;

/** What is more than text where line ends are `\n`, apart from `\r`. */
const CONTROLS = [0x00, 0x07, 0x08, 0x0e, 0x0f, 0x1b, 0x7f];
const CONTROL = /[\x00\x07\x08\x0e\x0f\r\x1b\x7f]/g;

/** Takes escape sequences (ECMA-48, xterm titles) out of a stream of UTF-8, wherever it is cut into chunks. */
export class AnsiParser {
  private readonly colours = new ColourFilter();
  private readonly decoder = new Utf8Stream();
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

  feed(bytes: Uint8Array): void {
    const rest = this.state === 'ground' ? this.colours.write(bytes) : bytes;
    // Searches for one byte each take a hundredth of the time of one for a class of characters.
    const hasControls = CONTROLS.some((control) => rest.includes(control));
    const text = this.decoder.write(rest);
    let start = 0;
    while (start < text.length && this.state !== 'ground') start = this.inSequence(text, start);
    const lines = withoutReturns(start === 0 ? text : text.slice(start));
    if (hasControls || lines.includes('\r')) this.controlled(lines);
    else if (lines !== '') this.target.print(lines);
  }

  /** Gives up a character or a sequence whose end has not come. */
  reset(): void {
    this.colours.reset();
    this.decoder.reset();
    this.enter('ground');
  }

  private controlled(text: string): void {
    let position = 0;
    while (position < text.length) {
      position = this.state === 'ground' ? this.plain(text, position) : this.inSequence(text, position);
    }
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

/** Line ends as `\n`. What is split and joined is one piece of memory, other than what is replaced. */
function withoutReturns(text: string): string {
  return text.includes('\r\n') ? text.split('\r\n').join('\n') : text;
}
