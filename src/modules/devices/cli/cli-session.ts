import { AnsiParser } from './ansi-parser.js';
import type {
  CliHost,
  CliOutcome,
  CliPlatform,
  CommandWays,
  Exchange,
  ExchangeContext,
  ExchangeLimits,
  Verdict,
} from './cli.types.js';
import { CommandExchange } from './command-exchange.js';
import { EchoMemory } from './echo-memory.js';
import type { LoginAnswers } from './login-dialogue.js';
import { LoginExchange } from './login-exchange.js';
import { PromptMatcher } from './prompt-matcher.js';
import { TerminalLine } from './terminal-line.js';

/** Ctrl-C. */
const INTERRUPT = '\x03';

export interface CliSessionOptions {
  readonly platform: CliPlatform;
  /** Longest output of one command, echo and prompt included. */
  readonly maxOutputBytes: number;
}

/**
 * The conversation with a command line: bytes and the clock in, bytes to type and outcomes out. It owns no socket and no
 * timer: whoever drives it calls `receive` with what came and `tick` when `wakeAtMs` is reached. One exchange at a time.
 */
export class CliSession {
  private readonly line: TerminalLine;
  private readonly parser: AnsiParser;
  private readonly matcher: PromptMatcher;
  private readonly echoMemory = new EchoMemory();
  private readonly context: ExchangeContext;
  private exchange: Exchange | undefined;
  private verdict: Verdict | undefined;
  private lastByteAtMs = 0;
  /** Since when the line stands as it is: the last byte, or the last verdict that was acted on. */
  private quietSinceMs = 0;
  private hasStrayText = false;

  constructor(
    private readonly options: CliSessionOptions,
    private readonly host: CliHost,
  ) {
    const { platform } = options;
    this.line = new TerminalLine(platform.terminal.columns, (text) => this.commit(text));
    this.parser = new AnsiParser(this.line);
    this.matcher = new PromptMatcher(platform.privilegeLevels);
    this.context = {
      platform,
      enter: platform.lineEnding,
      markPager: (start) => this.line.markPager(start),
      dropStart: (start) => this.line.dropStart(start),
      write: (text) => this.host.write(text),
      finish: (outcome) => this.finish(outcome),
    };
  }

  /** The prompt as it was last seen. */
  get prompt(): string {
    return this.matcher.prompt;
  }

  /** Name of the level of rights the prompt is of. */
  get level(): string {
    return this.matcher.level;
  }

  /** Whether the session stands at this prompt, apart from a counter in it. */
  isAt(prompt: string): boolean {
    return this.matcher.isCurrent(prompt);
  }

  /** Nothing but the prompt (and log lines) came since the last exchange ended. */
  get isClean(): boolean {
    if (this.hasStrayText) return false;
    const { text } = this.line;
    return text === '' || this.matcher.match(text)?.certainty === 'exact';
  }

  /** When `tick` must be called, if nothing comes before; `Infinity` when nothing is under way. */
  get wakeAtMs(): number {
    if (this.exchange === undefined) return Infinity;
    const { deadlineAtMs, idleTimeoutMs = Infinity } = this.exchange.limits;
    const quietAtMs = this.quietSinceMs + (this.verdict?.quietMs ?? Infinity);
    return Math.min(deadlineAtMs, this.lastByteAtMs + idleTimeoutMs, quietAtMs);
  }

  /**
   * Finds the prompt after log-in; with `answers`, also logs in where the device asks. Ends as `opened`, `asked`,
   * `login_refused` or `timed_out`.
   */
  open(nowMs: number, limits: ExchangeLimits, answers?: LoginAnswers): void {
    this.hasStrayText = false;
    this.begin(nowMs, new LoginExchange(limits, this.matcher, this.context, answers));
    this.verdict = this.exchange?.verdict(this.line.textAtCursor);
  }

  /**
   * Types a command, which holds no control character but for the line ends of a text that has several lines. Ends as
   * any outcome but `opened`.
   */
  send(command: string, nowMs: number, limits: ExchangeLimits, ways: CommandWays = {}): void {
    this.beginCommand(command, nowMs, limits, ways);
    const { enter } = this.context;
    this.host.write(command.replaceAll('\n', enter) + enter);
  }

  /** Types Ctrl-C whatever is under way, and waits for the prompt. */
  interrupt(nowMs: number, limits: ExchangeLimits, ways: CommandWays = {}): void {
    this.exchange = undefined;
    this.beginCommand('', nowMs, limits, ways);
    this.host.write(INTERRUPT);
  }

  receive(bytes: Uint8Array, nowMs: number): void {
    this.lastByteAtMs = nowMs;
    this.quietSinceMs = nowMs;
    this.exchange?.countBytes(bytes.length);
    this.parser.feed(bytes);
    this.verdict = this.exchange?.verdict(this.line.textAtCursor);
  }

  tick(nowMs: number): void {
    const { exchange, verdict } = this;
    if (exchange === undefined) return;
    if (verdict !== undefined && nowMs >= this.quietSinceMs + verdict.quietMs) {
      this.verdict = undefined;
      this.quietSinceMs = nowMs;
      verdict.conclude();
      if (this.exchange === exchange) this.verdict = exchange.unanswered?.(this.line.textAtCursor);
      return;
    }
    const { deadlineAtMs, idleTimeoutMs = Infinity } = exchange.limits;
    const silentMs = nowMs - this.lastByteAtMs;
    const isLate = nowMs >= deadlineAtMs;
    if (!isLate && silentMs < idleTimeoutMs) return;
    const line = this.line.textAtCursor;
    const partialOutput = exchange.partialOutput(line);
    const lastLine = exchange.mask(line);
    this.finish({ kind: 'timed_out', silentMs: isLate ? null : silentMs, lastLine, partialOutput });
  }

  /** The device has hung up: the exchange under way ends if that tells how, else nothing happens. */
  hangUp(): void {
    const outcome = this.exchange?.closed?.(this.line.textAtCursor);
    if (outcome !== undefined) this.finish(outcome);
  }

  /** Last part of what came in the exchange under way. */
  partialOutput(): string {
    return this.exchange?.partialOutput(this.line.textAtCursor) ?? '';
  }

  private beginCommand(command: string, nowMs: number, limits: ExchangeLimits, ways: CommandWays): void {
    const exchange = new CommandExchange(
      {
        command,
        ways,
        limits,
        line: this.line.textAtCursor,
        maxOutputBytes: this.options.maxOutputBytes,
        prompt: this.matcher,
        echoMemory: this.echoMemory,
      },
      this.context,
    );
    this.begin(nowMs, exchange);
  }

  private begin(nowMs: number, exchange: Exchange): void {
    if (this.exchange !== undefined) throw new Error('an exchange is under way');
    // The start of a character or of a sequence that was never ended must not swallow what comes now.
    this.parser.reset();
    this.lastByteAtMs = nowMs;
    this.quietSinceMs = nowMs;
    this.exchange = exchange;
    this.verdict = undefined;
  }

  private commit(text: string): void {
    if (this.exchange === undefined) this.checkStray(text);
    else this.exchange.commit(text);
  }

  private checkStray(text: string): void {
    const { logLine } = this.options.platform;
    const isHarmless = (line: string) =>
      line.trim() === '' || logLine?.test(line) === true || this.matcher.match(line)?.certainty === 'exact';
    if (!text.split('\n').every(isHarmless)) this.hasStrayText = true;
  }

  private finish(outcome: CliOutcome): void {
    this.exchange = undefined;
    this.verdict = undefined;
    this.host.finished(outcome);
  }
}
