const IAC = 255;
const SB = 250;
const SE = 240;
const NEGOTIATIONS = { 251: 'will', 252: 'wont', 253: 'do', 254: 'dont' } as const;
const INTERRUPT_PROCESS = 244;
const CTRL_C = 3;
const CARRIAGE_RETURN = 13;

/** Telnet options by name: RFC 856, 857, 858, 859, 1091, 1073, 1079, 1184. */
export const TELNET_OPTIONS = {
  binary: 0,
  echo: 1,
  sga: 3,
  status: 5,
  ttype: 24,
  naws: 31,
  tspeed: 32,
  linemode: 34,
} as const;

export type TelnetVerb = (typeof NEGOTIATIONS)[keyof typeof NEGOTIATIONS];

/** Takes what the client sends apart. */
export interface TelnetListener {
  text(data: Buffer): void;
  negotiation(verb: TelnetVerb, option: number): void;
  subnegotiation(option: number, data: Buffer): void;
}

function verbOf(code: number): TelnetVerb | undefined {
  return Object.entries(NEGOTIATIONS).find(([known]) => Number(known) === code)?.[1];
}

/** A command that says or asks whether an option is used. */
export function negotiation(verb: TelnetVerb, option: number): Buffer {
  const [code] = Object.entries(NEGOTIATIONS).find(([, known]) => known === verb) ?? [];
  return Buffer.from([IAC, Number(code), option]);
}

export function subnegotiation(option: number, data: readonly number[]): Buffer {
  return Buffer.from([IAC, SB, option, ...data, IAC, SE]);
}

/** Text as it goes over the wire: the byte 255 is doubled. */
export function escapeTelnet(data: Buffer): Buffer {
  if (!data.includes(IAC)) return data;
  return Buffer.from([...data].flatMap((byte) => (byte === IAC ? [IAC, IAC] : [byte])));
}

/** Reads the Telnet protocol (RFC 854), however it is cut into packets. */
export class TelnetCodec {
  #pending = Buffer.alloc(0);
  #isAfterReturn = false;
  /** The client uses BINARY: a NUL after a return is one. */
  isBinary = false;

  constructor(private readonly listener: TelnetListener) {}

  receive(chunk: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    while (this.#pending.length > 0) {
      const at = this.#pending.indexOf(IAC);
      if (at === -1 || at > 0) this.passText(this.take(at === -1 ? this.#pending.length : at));
      else if (!this.readCommand()) return;
    }
  }

  private take(length: number): Buffer {
    const taken = this.#pending.subarray(0, length);
    this.#pending = this.#pending.subarray(length);
    return taken;
  }

  /** On a network virtual terminal `\r NUL` is a `\r`. */
  private passText(data: Buffer): void {
    const bytes = [...data].filter((byte) => {
      const isPadding = byte === 0 && this.#isAfterReturn && !this.isBinary;
      this.#isAfterReturn = byte === CARRIAGE_RETURN;
      return !isPadding;
    });
    if (bytes.length > 0) this.listener.text(Buffer.from(bytes));
  }

  /** @returns whether all of the command was there */
  private readCommand(): boolean {
    const [, code, option] = this.#pending;
    if (code === undefined) return false;
    if (code === SB) return this.readSubnegotiation();
    const verb = verbOf(code);
    if (verb === undefined) {
      this.take(2);
      if (code === IAC) this.listener.text(Buffer.from([IAC]));
      if (code === INTERRUPT_PROCESS) this.listener.text(Buffer.from([CTRL_C]));
      return true;
    }
    if (option === undefined) return false;
    this.take(3);
    this.listener.negotiation(verb, option);
    return true;
  }

  private readSubnegotiation(): boolean {
    const end = this.#pending.indexOf(Buffer.from([IAC, SE]), 3);
    if (end === -1) return false;
    const [, , option = 0] = this.#pending;
    const data = this.take(end + 2).subarray(3, end);
    this.listener.subnegotiation(option, data);
    return true;
  }
}
