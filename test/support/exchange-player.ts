import { CliSession } from '../../src/modules/devices/cli/cli-session.js';
import type { CliOutcome, CliPlatform, CommandWays } from '../../src/modules/devices/cli/cli.types.js';
import type { LoginAnswers } from '../../src/modules/devices/cli/login-dialogue.js';
import type { RecordedExchange } from './recorded-exchanges.js';

const DEADLINE_MS = 30_000;
/** Shorter than any prompt has to stand. */
const GAP_MS = 1;

/** Where each part of what the device says is cut (modulo its length), and where the device pauses for a moment. */
export type Cuts = readonly { readonly at: number; readonly pauses: boolean }[];

export interface Played {
  readonly outcome: CliOutcome | undefined;
  /** All that was typed. */
  readonly typed: string;
  readonly prompt: string;
}

/** Plays a recorded device to a `CliSession`, with a clock of its own: nothing waits. */
export class ExchangePlayer {
  readonly session: CliSession;
  /** What the device said in the exchange under way. */
  heard: Buffer[] = [];
  private nowMs = 0;
  private outcome: CliOutcome | undefined;
  private typed = '';
  private hasTyped = false;

  constructor(platform: CliPlatform) {
    const host = {
      write: (text: string) => {
        this.typed += text;
        this.hasTyped = true;
      },
      finished: (outcome: CliOutcome) => {
        this.outcome = outcome;
      },
    };
    this.session = new CliSession({ platform, maxOutputBytes: 2 ** 26 }, host);
  }

  /** Brings the session to a prompt. */
  openAt(prompt: string): this {
    this.session.open(this.nowMs, { deadlineAtMs: this.nowMs + DEADLINE_MS });
    this.deliver([Buffer.from(prompt, 'latin1'), Buffer.from(`\r\n${prompt}`, 'latin1')], []);
    if (this.outcome?.kind !== 'opened') throw new Error(`"${prompt}" was not taken for a prompt`);
    return this;
  }

  /** Plays a log-in or a command to its end. The device says its next part whenever something is typed. */
  play(
    exchange: Pick<RecordedExchange, 'command'>,
    parts: readonly Buffer[],
    cuts: Cuts,
    answers?: LoginAnswers,
    ways?: CommandWays,
  ): Played {
    const limits = { deadlineAtMs: this.nowMs + DEADLINE_MS };
    this.outcome = undefined;
    this.typed = '';
    this.heard = [];
    if (exchange.command === undefined) this.session.open(this.nowMs, limits, answers);
    else this.session.send(exchange.command, this.nowMs, limits, ways);
    this.deliver(parts, cuts);
    return { outcome: this.outcome, typed: this.typed, prompt: this.session.prompt };
  }

  private deliver(parts: readonly Buffer[], cuts: Cuts): void {
    for (const part of parts) {
      this.deliverPart(part, cuts);
      this.hasTyped = false;
      this.waitUntil(() => this.hasTyped);
      if (this.outcome !== undefined) return;
    }
    this.waitUntil(() => false);
  }

  private deliverPart(part: Buffer, cuts: Cuts): void {
    this.heard.push(part);
    const places = cuts.map(({ at, pauses }) => ({ to: at % (part.length + 1), pauses })).sort((a, b) => a.to - b.to);
    let from = 0;
    for (const { to, pauses } of places) {
      if (to <= from) continue;
      this.session.receive(part.subarray(from, to), this.nowMs);
      from = to;
      if (pauses) this.pause();
    }
    if (from < part.length) this.session.receive(part.subarray(from), this.nowMs);
  }

  private pause(): void {
    this.nowMs += GAP_MS;
    if (this.session.wakeAtMs <= this.nowMs) this.session.tick(this.nowMs);
  }

  /** Lets time pass until the exchange is over, or the device has something to answer to. */
  private waitUntil(isEnough: () => boolean): void {
    while (this.outcome === undefined && !isEnough() && this.session.wakeAtMs !== Infinity) {
      this.nowMs = Math.max(this.nowMs, this.session.wakeAtMs);
      this.session.tick(this.nowMs);
    }
  }
}
