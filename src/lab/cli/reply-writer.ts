import type { LabFaults } from '../lab-faults.js';
import { noise, type RandomSource } from './noise.js';

/** The way to the client of one shell. */
export interface ShellWire {
  write(data: Buffer): void;
  /** Ends the shell in good order, after everything written was sent. */
  end(): void;
  /** Breaks the connection, after everything written was sent. */
  drop(): void;
}

/** One answer of a device; texts have one character per byte. */
export interface Reply {
  /** What was typed before it and not yet sent back. */
  readonly echo: string;
  readonly output: string;
  /** What the device waits behind: a prompt, a question, a pager. */
  readonly prompt: string;
}

const PROMPT_PIECES = 3;

/** Sends what a shell says, with the faults that are switched on. */
export class ReplyWriter {
  #sentBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    private readonly wire: ShellWire,
    private readonly faults: () => LabFaults,
    private readonly random: RandomSource,
  ) {}

  /** Starts to count again for `dropAfterBytes`. */
  restartCount(): void {
    this.#sentBytes = 0;
  }

  /** Sends an echo or another text as it is. */
  send(text: string): void {
    if (this.#isClosed || text === '') return;
    const { dropAfterBytes, splitBytes } = this.faults();
    const rest = (dropAfterBytes ?? Infinity) - this.#sentBytes;
    const data = Buffer.from(rest < text.length ? text.slice(0, rest) : text, 'latin1');
    this.#sentBytes += data.length;
    if (splitBytes) for (let at = 0; at < data.length; at++) this.wire.write(data.subarray(at, at + 1));
    else if (data.length > 0) this.wire.write(data);
    if (rest > text.length) return;
    this.close();
    this.wire.drop();
  }

  /**
   * Sends an answer, in one piece when no fault says otherwise.
   * @param done called once all of it was handed over, at once when nothing delays it
   */
  reply({ echo, output, prompt }: Reply, done: () => void): void {
    const { garbage, slowPromptMs } = this.faults();
    const half = Math.floor(output.length / 2);
    const said =
      garbage === 'output' && output !== '' ? output.slice(0, half) + noise(this.random) + output.slice(half) : output;
    const end = garbage === 'prompt' ? noise(this.random) + prompt : prompt;
    if (slowPromptMs === undefined) {
      this.send(echo + said + end);
      done();
      return;
    }
    this.send(echo + said);
    this.sendSlowly(end, Math.ceil(end.length / PROMPT_PIECES), slowPromptMs, done);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  private sendSlowly(text: string, pieceLength: number, gapMs: number, done: () => void): void {
    this.send(text.slice(0, pieceLength));
    if (this.#isClosed) return;
    if (text.length <= pieceLength) {
      done();
      return;
    }
    this.#timer = setTimeout(() => this.sendSlowly(text.slice(pieceLength), pieceLength, gapMs, done), gapMs);
  }
}
