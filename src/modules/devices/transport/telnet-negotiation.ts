import type { TerminalSize } from '../platforms/platform.types.js';

/** Commands of the protocol (RFC 854). */
const IAC = 255;
const DONT = 254;
const DO = 253;
const WONT = 252;
const WILL = 251;
const SB = 250;
const SE = 240;

/** Options (RFC 856, 857, 858, 1091, 1073). */
const BINARY = 0;
const ECHO = 1;
const SUPPRESS_GO_AHEAD = 3;
const TERMINAL_TYPE = 24;
const WINDOW_SIZE = 31;

const TERMINAL_TYPE_IS = 0;
const TERMINAL_TYPE_SEND = 1;

const CARRIAGE_RETURN = 13;
const NUL = 0;

/** What the device may do: send eight bits, echo what is typed, and talk without taking turns. */
const WELCOME = new Set([BINARY, ECHO, SUPPRESS_GO_AHEAD]);
/** What this end does when it is asked to. */
const ABLE = new Set([BINARY, SUPPRESS_GO_AHEAD, TERMINAL_TYPE, WINDOW_SIZE]);
/** A longer sub-negotiation is none that is answered here. */
const SUBNEGOTIATION_LIMIT = 64;

type State = 'data' | 'carriage_return' | 'command' | 'option' | 'subnegotiation' | 'subnegotiation_command';

export interface TelnetInput {
  /** What the device said, free of the protocol. */
  readonly data: Uint8Array;
  /** What is to be sent in answer to its negotiation; often empty. */
  readonly answer: Uint8Array;
}

/**
 * The client's half of the option negotiation: bytes in, the device's data and the answers out. It lets the device echo, tells
 * terminal type and window size when asked, and refuses all else. By itself it asks for nothing but BINARY, where text needs it, and
 * answers a request for what is already so with silence (RFC 854), so that no two ends can go on for ever.
 */
export class TelnetNegotiation {
  private state: State = 'data';
  private verb = 0;
  private readonly theirs = new Set<number>();
  private readonly ours = new Set<number>();
  /** What this end has asked for, and the device has not answered. */
  private readonly askedOfThem = new Set<number>();
  private readonly offered = new Set<number>();
  private isSpoken = false;
  private subnegotiation: number[] = [];
  private answer: number[] = [];

  constructor(private readonly terminal: TerminalSize) {}

  /** Whether the device has yet to say if it takes eight bits. */
  get isAsking(): boolean {
    return this.offered.size > 0;
  }

  /** What asks the device for eight bits both ways: empty where that is agreed on, and where it has said no word of Telnet. */
  askForBinary(): Uint8Array {
    const request: number[] = [];
    if (this.isSpoken && !this.ours.has(BINARY)) {
      this.offered.add(BINARY);
      request.push(IAC, WILL, BINARY);
    }
    if (this.isSpoken && !this.theirs.has(BINARY)) {
      this.askedOfThem.add(BINARY);
      request.push(IAC, DO, BINARY);
    }
    return Uint8Array.from(request);
  }

  /**
   * Text as it goes over the wire, byte 255 doubled. On a network virtual terminal a bare CR is followed by NUL; in BINARY
   * a line ends with the CR that its key sends, since there CR and LF would be two.
   */
  encode(text: string): Uint8Array {
    const bytes = Buffer.from(
      this.ours.has(BINARY) ? text.replaceAll('\r\n', '\r') : text.replace(/\r(?!\n)/g, '\r\0'),
    );
    if (!bytes.includes(IAC)) return bytes;
    return Buffer.from([...bytes].flatMap((byte) => (byte === IAC ? [IAC, IAC] : [byte])));
  }

  receive(bytes: Uint8Array): TelnetInput {
    this.answer = [];
    if (this.state === 'data' && !bytes.includes(IAC) && !bytes.includes(CARRIAGE_RETURN)) {
      return { data: bytes, answer: new Uint8Array() };
    }
    const data = new Uint8Array(bytes.length);
    let length = 0;
    for (const byte of bytes) {
      const isData = this.take(byte);
      if (isData) data[length++] = byte;
    }
    return { data: data.subarray(0, length), answer: Uint8Array.from(this.answer) };
  }

  /** Whether the byte is data of the device. */
  private take(byte: number): boolean {
    switch (this.state) {
      case 'data':
      case 'carriage_return':
        return this.takeData(byte);
      case 'command':
        return this.takeCommand(byte);
      case 'option':
        this.state = 'data';
        this.negotiate(byte);
        return false;
      case 'subnegotiation':
        if (byte === IAC) this.state = 'subnegotiation_command';
        else this.keep(byte);
        return false;
      case 'subnegotiation_command':
        this.takeInSubnegotiation(byte);
        return false;
    }
  }

  private takeData(byte: number): boolean {
    const isAfterReturn = this.state === 'carriage_return';
    if (byte === IAC) {
      this.state = 'command';
      return false;
    }
    this.state = byte === CARRIAGE_RETURN && !this.theirs.has(BINARY) ? 'carriage_return' : 'data';
    return !(isAfterReturn && byte === NUL);
  }

  private takeCommand(byte: number): boolean {
    this.state = 'data';
    if (byte >= WILL && byte <= DONT) {
      this.verb = byte;
      this.state = 'option';
    } else if (byte === SB) {
      this.subnegotiation = [];
      this.state = 'subnegotiation';
    }
    return byte === IAC;
  }

  private takeInSubnegotiation(byte: number): void {
    this.state = 'subnegotiation';
    if (byte === IAC) this.keep(byte);
    if (byte !== SE) return;
    this.state = 'data';
    const [option, verb] = this.subnegotiation;
    if (option === TERMINAL_TYPE && verb === TERMINAL_TYPE_SEND && this.ours.has(option)) this.tellTerminalType();
  }

  private keep(byte: number): void {
    if (this.subnegotiation.length < SUBNEGOTIATION_LIMIT) this.subnegotiation.push(byte);
  }

  private negotiate(option: number): void {
    this.isSpoken = true;
    switch (this.verb) {
      case WILL:
        if (this.askedOfThem.delete(option)) this.theirs.add(option);
        else this.agree(this.theirs, option, WELCOME.has(option), [DO, DONT]);
        break;
      case WONT:
        if (!this.askedOfThem.delete(option) && this.theirs.delete(option)) this.answer.push(IAC, DONT, option);
        break;
      case DO:
        if (this.offered.delete(option)) this.ours.add(option);
        else this.agree(this.ours, option, ABLE.has(option), [WILL, WONT]);
        break;
      default:
        if (!this.offered.delete(option) && this.ours.delete(option)) this.answer.push(IAC, WONT, option);
    }
  }

  private agree(active: Set<number>, option: number, isWanted: boolean, [yes, no]: readonly [number, number]): void {
    if (active.has(option)) return;
    this.answer.push(IAC, isWanted ? yes : no, option);
    if (!isWanted) return;
    active.add(option);
    if (active === this.ours && option === WINDOW_SIZE) this.tellWindowSize();
  }

  private tellTerminalType(): void {
    const type = Buffer.from(this.terminal.type, 'latin1');
    this.answer.push(IAC, SB, TERMINAL_TYPE, TERMINAL_TYPE_IS, ...type, IAC, SE);
  }

  private tellWindowSize(): void {
    const { columns, rows } = this.terminal;
    const sizes = [columns >> 8, columns & 255, rows >> 8, rows & 255];
    this.answer.push(IAC, SB, WINDOW_SIZE, ...sizes.flatMap((byte) => (byte === IAC ? [IAC, IAC] : [byte])), IAC, SE);
  }
}
