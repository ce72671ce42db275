import {
  PARTIAL_OUTPUT_LIMIT,
  type Exchange,
  type ExchangeContext,
  type ExchangeLimits,
  type Verdict,
} from './cli.types.js';
import type { EchoMemory } from './echo-memory.js';
import { EchoMatcher } from './echo-matcher.js';
import { findPager, findQuestion, QUESTION_QUIET_MS } from './last-line.js';
import { trailingLogs, type TrailingLogs } from './log-lines.js';
import { OutputBuffer } from './output-buffer.js';
import type { Certainty, PromptMatch, PromptMatcher } from './prompt-matcher.js';
import { findRejection } from './rejection.js';

/** Silence after which a prompt is believed, beyond the platform's quiet time, by how sure it is. */
const EXTRA_QUIET_MS: Readonly<Record<Certainty, number>> = { exact: 0, likely: 20, unsure: 100 };
/** How far back lines that belong to the prompt, and logs at it, are looked for, in characters. */
const TAIL_WINDOW = 4096;

export interface CommandExchangeOptions {
  readonly command: string;
  /** What stands on the line when the command is typed. */
  readonly line: string;
  readonly limits: ExchangeLimits;
  readonly maxOutputBytes: number;
  readonly prompt: PromptMatcher;
  /** What is known of the session's echo; the exchange adds to it. */
  readonly echoMemory: EchoMemory;
}

/** A command and its output, up to the next prompt. */
export class CommandExchange implements Exchange {
  private readonly output = new OutputBuffer();
  private readonly echo: EchoMatcher;
  private readonly mayChangePrompt: boolean;
  private hasLineEnd = false;
  private bytes = 0;

  constructor(
    private readonly options: CommandExchangeOptions,
    private readonly context: ExchangeContext,
  ) {
    const { command, line } = options;
    const { platform } = context;
    this.echo = new EchoMatcher({ prompt: line, command, logLine: platform.logLine });
    this.mayChangePrompt = platform.promptChangingCommands.some((pattern) => pattern.test(command));
  }

  get limits(): ExchangeLimits {
    return this.options.limits;
  }

  countBytes(count: number): void {
    this.bytes += count;
  }

  commit(text: string): void {
    this.hasLineEnd = true;
    const output = this.echo.isDone ? text : this.echo.take(text);
    if (this.isTooLong) this.output.shortenTo(TAIL_WINDOW);
    this.output.append(output);
  }

  verdict(line: string): Verdict | undefined {
    if (!this.hasLineEnd) return undefined;
    const { platform } = this.context;
    const quietMs = platform.promptQuietMs;
    const match = this.options.prompt.match(line, this.mayChangePrompt);
    if (match?.certainty === 'exact') return this.atPrompt(line, match);
    const pager = findPager(line, platform.pagers);
    if (pager !== undefined) return { quietMs, conclude: () => this.turnPage(pager) };
    if (match !== undefined) return this.atPrompt(line, match);
    const question = findQuestion(line, platform.questions);
    if (question !== undefined) {
      return { quietMs: quietMs + QUESTION_QUIET_MS, conclude: () => this.asked(question, line) };
    }
    if (line !== '' || this.logs() === undefined) return undefined;
    return { quietMs: quietMs + EXTRA_QUIET_MS.unsure, conclude: () => this.finish('', '') };
  }

  partialOutput(line: string): string {
    return (this.output.tail(PARTIAL_OUTPUT_LIMIT) + line).slice(-PARTIAL_OUTPUT_LIMIT);
  }

  private get isTooLong(): boolean {
    return this.bytes > this.options.maxOutputBytes;
  }

  private atPrompt(line: string, match: PromptMatch): Verdict {
    const missingEchoMs = this.echo.isFound ? 0 : this.options.echoMemory.waitMs;
    const quietMs = this.context.platform.promptQuietMs + EXTRA_QUIET_MS[match.certainty] + missingEchoMs;
    return { quietMs, conclude: () => this.finish(line.slice(0, match.start), line.slice(match.start)) };
  }

  private turnPage(pager: { start: number; answer: string }): void {
    this.context.markPager(pager.start);
    this.context.write(pager.answer);
  }

  private asked(question: string, line: string): void {
    this.context.finish({ kind: 'asked', question, partialOutput: this.partialOutput(line) });
  }

  /** Log lines at the end of the output that came at a prompt. */
  private logs(): TrailingLogs | undefined {
    const { logLine } = this.context.platform;
    if (logLine === null) return undefined;
    const isPrompt = (line: string) => this.options.prompt.match(line)?.certainty === 'exact';
    return trailingLogs(this.output.tail(TAIL_WINDOW), logLine, isPrompt);
  }

  /** Length of the lines at the end of the output that belong to the prompt. */
  private contextLength(): number {
    const context = this.context.platform.promptContext?.exec(this.output.tail(TAIL_WINDOW));
    return context?.[0].length ?? 0;
  }

  private finish(textBeforePrompt: string, prompt: string): void {
    const { echoMemory, prompt: matcher } = this.options;
    if (!this.echo.isDone) this.output.append(this.echo.flush());
    echoMemory.remember(this.echo.isFound);
    const logs = textBeforePrompt === '' ? this.logs() : undefined;
    if (prompt !== '') matcher.learn(prompt);
    this.context.dropStart(textBeforePrompt.length);
    if (this.isTooLong) {
      this.context.finish({ kind: 'too_long', bytes: this.bytes, partialOutput: this.partialOutput('') });
      return;
    }
    const all = this.output.toString();
    const lengthOfEnd = logs?.length ?? (textBeforePrompt === '' ? this.contextLength() : 0);
    const text = all.slice(0, all.length - lengthOfEnd) + textBeforePrompt;
    const output = textBeforePrompt === '' && text.endsWith('\n') ? text.slice(0, -1) : text;
    const rejection = findRejection(output, this.context.platform.errorPatterns);
    this.context.finish({ kind: 'replied', output, rejection, logLines: logs?.lines ?? [] });
  }
}
