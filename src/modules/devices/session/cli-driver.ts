import type { TomError } from '../../../common/tom-error.js';
import { CliSession } from '../cli/cli-session.js';
import type { CliHost, CliOutcome, CliPlatform, CommandWays, ExchangeLimits } from '../cli/cli.types.js';
import type { LoginAnswers } from '../cli/login-dialogue.js';
import { ConnectionLostError, SessionAbortedError } from '../devices.errors.js';
import type { Platform } from '../platforms/platform.types.js';
import type { ChannelListener, TransportChannel } from '../transport/transport.port.js';
import { Alarm } from './alarm.js';

/** What is due later than this is a deadline, which is seldom met, rather than the end of an output. */
const SOON_MS = 1_000;

export interface CliDriverOptions {
  /** `host:port`, for errors. */
  readonly address: string;
  readonly platform: CliPlatform;
  readonly maxOutputBytes: number;
}

export interface ExchangeOptions {
  /** When it must be done, in milliseconds since the epoch. */
  readonly deadlineAt: number;
  readonly signal?: AbortSignal;
  /** How long the device may be silent. Default: as long as the deadline allows. */
  readonly idleTimeoutMs?: number;
  /** The channel is taken for dead when no byte has come after this time. Default: never. */
  readonly signOfLifeMs?: number;
}

interface Waiter {
  resolve(outcome: CliOutcome): void;
  reject(error: TomError): void;
}

/** Carries bytes between a channel and its `CliSession`, and wakes the session when it asks for it. */
export class CliDriver implements CliHost, ChannelListener {
  private readonly session: CliSession;
  private channel: TransportChannel | undefined;
  private waiter: Waiter | undefined;
  private readonly soon = new Alarm(() => this.wake());
  /** Deadlines. Kept from one command to the next, whose deadline is usually later: one look too early costs less than a timer a command. */
  private readonly late = new Alarm(() => this.wake());
  /** It was given up because not a byte had come in time. */
  isMute = false;
  private isClosed = false;
  private closedBecause: string | undefined;
  private hasHeard = false;
  private readonly closeListeners: (() => void)[] = [];

  constructor(private readonly options: CliDriverOptions) {
    this.session = new CliSession(options, this);
  }

  /** Must be called once, before anything else, with the channel this driver listens to. */
  attach(channel: TransportChannel): void {
    this.channel = channel;
  }

  /** Open, at its prompt, and nothing unexpected has come. */
  get isReady(): boolean {
    return !this.isClosed && this.waiter === undefined && this.session.isClean;
  }

  get isOpen(): boolean {
    return !this.isClosed;
  }

  get prompt(): string {
    return this.session.prompt;
  }

  /** Whether the session stands at this prompt, apart from a counter in it. */
  isAt(prompt: string): boolean {
    return this.session.isAt(prompt);
  }

  /** Name of the level of rights the session stands at. */
  get level(): string {
    return this.session.level;
  }

  /** Waits for the prompt after log-in; with `answers`, also logs in where the device asks. */
  open(options: ExchangeOptions, answers?: LoginAnswers): Promise<CliOutcome> {
    return this.exchange(options, (nowMs, limits) => this.session.open(nowMs, limits, answers));
  }

  /** Types a command and waits for its end. Rejects when the channel is lost or the caller gives up. */
  run(command: string, options: ExchangeOptions, ways?: CommandWays): Promise<CliOutcome> {
    return this.exchange(options, (nowMs, limits) => this.session.send(command, nowMs, limits, ways));
  }

  /** Types Ctrl-C where the device waits for something else than a command, and waits for the prompt. */
  interrupt(options: ExchangeOptions, ways?: CommandWays): Promise<CliOutcome> {
    return this.exchange(options, (nowMs, limits) => this.session.interrupt(nowMs, limits, ways));
  }

  /** Ends the channel. May be repeated. */
  close(): void {
    this.channel?.close();
  }

  /**
   * Types the command that ends the session, answers what the device asks then, and waits until it has ended the
   * session or shows that it does not, `timeoutMs` at most.
   */
  async leave({ exitCommand, exitAnswers }: Pick<Platform, 'exitCommand' | 'exitAnswers'>, timeoutMs: number) {
    if (!this.isReady) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      const left = () => {
        clearTimeout(timer);
        resolve();
      };
      this.closeListeners.push(left);
      const exit = this.run(exitCommand, { deadlineAt: Date.now() + timeoutMs }, { answers: exitAnswers });
      // A device that comes back to a prompt stays; else it ends as the channel does, which is waited for above.
      exit.then(left, () => undefined);
    });
  }

  write(text: string): void {
    this.channel?.write(text);
  }

  finished(outcome: CliOutcome): void {
    this.settle((waiter) => waiter.resolve(outcome));
  }

  data(bytes: Uint8Array): void {
    this.hasHeard = true;
    this.session.receive(bytes, performance.now());
    this.arm();
  }

  closed(reason: string | undefined): void {
    this.isClosed = true;
    this.closedBecause = reason;
    this.late.clear();
    this.session.hangUp();
    this.settle((waiter) => waiter.reject(this.lost()));
    for (const listener of this.closeListeners.splice(0)) listener();
  }

  /** Says that the channel is gone. */
  lost(): TomError {
    const reason = this.closedBecause === undefined ? '' : ` (${this.closedBecause})`;
    return new ConnectionLostError(`${this.options.address} ended the session before its prompt came back${reason}`, {
      partialOutput: this.session.partialOutput(),
    });
  }

  private async exchange(
    { deadlineAt, signal, idleTimeoutMs, signOfLifeMs }: ExchangeOptions,
    begin: (nowMs: number, limits: ExchangeLimits) => void,
  ): Promise<CliOutcome> {
    if (this.isClosed) throw this.lost();
    const nowMs = performance.now();
    let lifeTimer: NodeJS.Timeout | undefined;
    const abort = () => this.settle((waiter) => waiter.reject(this.aborted()));
    try {
      return await new Promise<CliOutcome>((resolve, reject) => {
        this.waiter = { resolve, reject };
        this.hasHeard = false;
        if (signOfLifeMs !== undefined) lifeTimer = setTimeout(() => this.checkLife(signOfLifeMs), signOfLifeMs);
        signal?.addEventListener('abort', abort);
        if (signal?.aborted === true) {
          abort();
          return;
        }
        begin(nowMs, { deadlineAtMs: nowMs + deadlineAt - Date.now(), idleTimeoutMs });
        this.arm();
      });
    } finally {
      clearTimeout(lifeTimer);
      signal?.removeEventListener('abort', abort);
    }
  }

  private settle(act: (waiter: Waiter) => void): void {
    const { waiter } = this;
    this.waiter = undefined;
    this.soon.clear();
    if (waiter !== undefined) act(waiter);
  }

  private checkLife(timeoutMs: number): void {
    if (this.hasHeard) return;
    this.isMute = true;
    this.closedBecause = `not a byte for ${timeoutMs / 1000} s`;
    this.settle((waiter) => waiter.reject(this.lost()));
    this.close();
  }

  /** An alarm that is due too early costs nothing but a look; one that is due too late is set again. */
  private arm(): void {
    const { wakeAtMs } = this.session;
    if (this.waiter === undefined || wakeAtMs >= Math.min(this.soon.atMs, this.late.atMs)) return;
    const nowMs = performance.now();
    const alarm = wakeAtMs - nowMs > SOON_MS ? this.late : this.soon;
    alarm.set(wakeAtMs, nowMs);
  }

  private wake(): void {
    if (this.waiter === undefined) return;
    this.session.tick(performance.now());
    this.arm();
  }

  private aborted(): TomError {
    return new SessionAbortedError(`the work on ${this.options.address} was given up`, {
      partialOutput: this.session.partialOutput(),
    });
  }
}
