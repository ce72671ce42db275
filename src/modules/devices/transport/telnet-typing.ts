import type { TelnetNegotiation } from './telnet-negotiation.js';

/** How long the device may take to say whether it takes eight bits. */
const ANSWER_TIMEOUT_MS = 1000;

const BEYOND_ASCII = /[^\x00-\x7f]/;

/**
 * What is typed on a Telnet connection. Before the first text beyond ASCII the device is asked for BINARY, and what is typed waits for
 * its answer: until then it is open how a line ends on the wire. One that refuses, or says nothing, gets the bytes
 * as they are, which most devices take.
 */
export class TelnetTyping {
  private hasAsked = false;
  private waiting = '';
  private deadline: NodeJS.Timeout | undefined;

  constructor(
    private readonly negotiation: TelnetNegotiation,
    private readonly send: (bytes: Uint8Array) => void,
  ) {}

  write(text: string): void {
    if (!this.hasAsked && BEYOND_ASCII.test(text)) this.ask();
    if (this.deadline === undefined) this.send(this.negotiation.encode(text));
    else this.waiting += text;
  }

  /** The device has said something, which may be the answer. */
  heard(): void {
    if (this.deadline !== undefined && !this.negotiation.isAsking) this.goOn();
  }

  end(): void {
    clearTimeout(this.deadline);
  }

  private ask(): void {
    this.hasAsked = true;
    const request = this.negotiation.askForBinary();
    if (request.length === 0) return;
    this.send(request);
    this.deadline = setTimeout(() => this.goOn(), ANSWER_TIMEOUT_MS);
  }

  private goOn(): void {
    clearTimeout(this.deadline);
    this.deadline = undefined;
    const text = this.waiting;
    this.waiting = '';
    this.send(this.negotiation.encode(text));
  }
}
