import { isAfter, type OutputMessage } from '../job-event.types.js';

/** Text is sent after this time, or when there is that much of it. */
const SEND_AFTER_MS = 50;
const SEND_FROM_LENGTH = 32_768;
/** Text that is on its way at most; more is dropped, and the next one says so. */
const MOST_UNDERWAY = 1_048_576;
/** Text that is kept for followers that come back. */
const MOST_KEPT = 262_144;

/** The output of one job on its way to its followers. */
export class OutputFeed {
  readonly #send: (message: OutputMessage) => Promise<void>;
  readonly #startedAt = Date.now();
  #kept: OutputMessage[] = [];
  #keptLength = 0;
  #number = 0;
  #command = '';
  #text = '';
  #hasGap = false;
  #underway = 0;
  #timer: NodeJS.Timeout | undefined;
  #sent: Promise<unknown> = Promise.resolve();

  constructor(send: (message: OutputMessage) => Promise<void>) {
    this.#send = send;
  }

  add(command: string, text: string): void {
    if (command !== this.#command) this.#sendNow();
    this.#command = command;
    if (this.#text.length + this.#underway + text.length > MOST_UNDERWAY) {
      this.#hasGap = true;
      return;
    }
    this.#text += text;
    if (this.#text.length >= SEND_FROM_LENGTH) this.#sendNow();
    else this.#timer ??= setTimeout(() => this.#sendNow(), SEND_AFTER_MS);
  }

  async flush(): Promise<void> {
    this.#sendNow(this.#hasGap);
    await this.#sent;
  }

  /** Sends again what came after an event; false when there was nothing yet. */
  repeat(after: string): boolean {
    for (const message of this.#kept) if (isAfter(message.eventId, after)) void this.#send(message);
    return this.#number > 0;
  }

  /** @param isWanted also without text: to say that some is missing */
  #sendNow(isWanted = false): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#text;
    if (text === '' && !isWanted) return;
    const eventId = `${this.#startedAt}-${++this.#number}`;
    const message: OutputMessage = { type: 'output', eventId, command: this.#command, text, hasGap: this.#hasGap };
    this.#text = '';
    this.#hasGap = false;
    this.#keep(message);
    this.#underway += text.length;
    this.#sent = this.#send(message).finally(() => (this.#underway -= text.length));
  }

  #keep(message: OutputMessage): void {
    this.#kept.push(message);
    this.#keptLength += message.text.length;
    while (this.#keptLength > MOST_KEPT && this.#kept.length > 1) {
      this.#keptLength -= this.#kept.shift()?.text.length ?? 0;
    }
  }
}
