import { Secret } from '../../../common/secret.js';
import {
  PARTIAL_OUTPUT_LIMIT,
  type CommandWays,
  type Exchange,
  type ExchangeContext,
  type ExchangeLimits,
  type Verdict,
} from './cli.types.js';
import { GuardedPattern, SearchTimeoutError } from './guarded-pattern.js';
import { Dialogue, type Question } from './dialogue.js';
import type { EchoMemory } from './echo-memory.js';
import { EchoMatcher } from './echo-matcher.js';
import { findPager, findQuestion, QUESTION_QUIET_MS } from './last-line.js';
import { trailingLogs, type TrailingLogs } from './log-lines.js';
import { OutputBuffer } from './output-buffer.js';
import type { Certainty, PromptMatch, PromptMatcher } from './prompt-matcher.js';
import { findRejection } from './rejection.js';

/** Silence after which a prompt is believed, beyond the platform's quiet time, by how sure it is. */
const EXTRA_QUIET_MS: Readonly<Record<Certainty, number>> = { exact: 0, likely: 20, unsure: 100 };
/** Likewise for a line that is an expected question, or shows what is waited for. */
const EXPECTED_QUIET_MS = 20;
/** How far back lines that belong to the prompt, and logs at it, are looked for, in characters. */
const TAIL_WINDOW = 4096;
/** How much of the end of an output a caller's pattern is shown, in characters. */
const EXPECT_WINDOW = 512;

export interface CommandExchangeOptions {
  /** One line, or several of a text that the device shows no prompt between. */
  readonly command: string;
  readonly ways: CommandWays;
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
  private readonly dialogue: Dialogue;
  private readonly expected: GuardedPattern | undefined;
  private readonly mayChangePrompt: boolean;
  private hasLineEnd = false;
  private pagerAnswer = '';
  /** What was typed, and must not be seen, on the line that is not ended yet. */
  private hiddenAnswer = '';
  private bytes = 0;

  constructor(
    private readonly options: CommandExchangeOptions,
    private readonly context: ExchangeContext,
  ) {
    const { command, line, ways } = options;
    const { platform } = context;
    const [firstLine = ''] = command.split('\n', 1);
    this.echo = new EchoMatcher({
      prompt: line,
      command: firstLine,
      columns: platform.terminal.columns,
      logLine: platform.logLine,
    });
    this.dialogue = new Dialogue(ways.dialogue ?? [], ways.isAnyOrder);
    this.expected = ways.expect === undefined ? undefined : new GuardedPattern(ways.expect);
    this.mayChangePrompt =
      ways.mayChangePrompt ?? platform.promptChangingCommands.some((pattern) => pattern.test(command));
  }

  get limits(): ExchangeLimits {
    return this.options.limits;
  }

  countBytes(count: number): void {
    this.bytes += count;
  }

  commit(text: string): void {
    this.hasLineEnd = true;
    const shown = this.withoutPagerEcho(this.withoutHiddenEcho(text));
    const output = this.echo.isDone ? shown : this.echo.take(shown);
    if (this.isTooLong) this.output.shortenTo(TAIL_WINDOW);
    this.output.append(output);
    if (output !== '') this.options.ways.onOutput?.(this.dialogue.maskOutput(output));
  }

  verdict(line: string): Verdict | undefined {
    if (!this.hasLineEnd) return this.atRepeatedPrompt(line);
    return this.atExpected(line) ?? this.atEnd(line);
  }

  /** A device that echoes nothing, not even Enter, shows its prompt right behind the old one when there is no output. */
  private atRepeatedPrompt(line: string): Verdict | undefined {
    const { line: before, prompt } = this.options;
    if (before === '' || !line.startsWith(before) || this.echo.isFound) return undefined;
    const again = line.slice(before.length);
    if (prompt.match(again)?.certainty !== 'exact') return undefined;
    const quietMs = this.context.platform.promptQuietMs + EXTRA_QUIET_MS.unsure + this.options.echoMemory.waitMs;
    return {
      quietMs,
      conclude: () => {
        this.context.dropStart(before.length);
        this.finish('', again);
      },
    };
  }

  /** The caller knows what to make of the line. */
  private atExpected(line: string): Verdict | undefined {
    const quietMs = this.context.platform.promptQuietMs + EXPECTED_QUIET_MS;
    const question = line === '' ? undefined : this.dialogue.find(line, () => this.output.tail(TAIL_WINDOW));
    if (question !== undefined) return { quietMs, conclude: () => this.answer(question) };
    const { expected } = this;
    if (expected === undefined) return undefined;
    const match = this.options.prompt.match(line);
    const isPrompt = match?.certainty === 'exact';
    try {
      if (!expected.isIn(this.expectedText(line, isPrompt))) return undefined;
    } catch (error) {
      if (!(error instanceof SearchTimeoutError)) throw error;
      this.context.finish({ kind: 'slow_pattern', partialOutput: this.partialOutput(line) });
      return undefined;
    }
    return isPrompt ? this.atPrompt(line, match) : { quietMs, conclude: () => this.finish(line, '') };
  }

  /** Where what is waited for is looked for: the last line that says something, or all of the end before a prompt. */
  private expectedText(line: string, isPrompt: boolean): string {
    if (isPrompt) return (this.output.tail(EXPECT_WINDOW) + line).slice(-EXPECT_WINDOW);
    if (line !== '') return line.slice(-EXPECT_WINDOW);
    const end = this.output.tail(EXPECT_WINDOW).trimEnd();
    return end.slice(end.lastIndexOf('\n') + 1);
  }

  private atEnd(line: string): Verdict | undefined {
    const { platform } = this.context;
    const quietMs = platform.promptQuietMs;
    const match = this.matchPrompt(line);
    if (match?.certainty === 'exact') return this.atPrompt(line, match);
    const pager = findPager(line, [...(this.options.ways.answers ?? []), ...platform.pagers]);
    if (pager !== undefined) return { quietMs, conclude: () => this.turnPage(pager) };
    if (match !== undefined) return this.atPrompt(line, match);
    const question = findQuestion(line, platform.questions);
    if (question !== undefined) {
      return { quietMs: quietMs + QUESTION_QUIET_MS, conclude: () => this.asked(question, line) };
    }
    if (line !== '') return undefined;
    const isEnd = platform.replyEnd?.test(this.output.tail(TAIL_WINDOW)) === true;
    if (!isEnd && this.logs() === undefined) return undefined;
    return { quietMs: quietMs + EXTRA_QUIET_MS.unsure, conclude: () => this.finish('', '') };
  }

  partialOutput(line: string): string {
    return this.dialogue.mask((this.output.tail(PARTIAL_OUTPUT_LIMIT) + line).slice(-PARTIAL_OUTPUT_LIMIT));
  }

  mask(text: string): string {
    return this.dialogue.mask(text);
  }

  private matchPrompt(line: string): PromptMatch | undefined {
    const { ways, prompt } = this.options;
    if (ways.expect !== undefined) return undefined;
    const match = prompt.match(line, this.mayChangePrompt);
    const isFitting = match?.certainty === 'likely' && match.start === 0 && ways.levels?.includes(match.level) === true;
    return isFitting ? { ...match, certainty: 'exact' } : match;
  }

  private answer(question: Question): void {
    const text = this.dialogue.take(question);
    this.hiddenAnswer = question.answer instanceof Secret ? text : '';
    this.hasLineEnd = false;
    this.context.write(text + this.context.enter);
  }

  /** Some devices echo what they should not. */
  private withoutHiddenEcho(text: string): string {
    const { hiddenAnswer } = this;
    this.hiddenAnswer = '';
    if (hiddenAnswer === '') return text;
    const lineEnd = text.indexOf('\n');
    const line = lineEnd < 0 ? text : text.slice(0, lineEnd);
    const index = line.lastIndexOf(hiddenAnswer);
    return index < 0 ? text : text.slice(0, index) + text.slice(index + hiddenAnswer.length);
  }

  /** A question that is answered like a pager may echo the key, on a line of its own. */
  private withoutPagerEcho(text: string): string {
    const echo = `${this.pagerAnswer.trim()}\n`;
    this.pagerAnswer = '';
    return echo !== '\n' && text.startsWith(echo) ? text.slice(echo.length) : text;
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
    this.pagerAnswer = pager.answer;
    this.context.markPager(pager.start);
    this.context.write(pager.answer);
  }

  private asked(question: string, line: string): void {
    this.context.finish({ kind: 'asked', question: this.mask(question), partialOutput: this.partialOutput(line) });
  }

  /** Log lines at the end of the output that came at a prompt. */
  private logs(): TrailingLogs | undefined {
    const { logLine } = this.context.platform;
    if (logLine === null) return undefined;
    const isPrompt = (line: string) => this.options.prompt.match(line)?.certainty === 'exact';
    return trailingLogs(this.output.tail(TAIL_WINDOW), logLine, isPrompt);
  }

  /** Length of the lines at the end of the output that belong to the prompt, or stand in its place. */
  private lengthOfEnd(): number {
    const { promptContext, replyEnd } = this.context.platform;
    return (replyEnd ?? promptContext)?.exec(this.output.tail(TAIL_WINDOW))?.[0].length ?? 0;
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
    this.reply(textBeforePrompt, logs);
  }

  private reply(textBeforePrompt: string, logs: TrailingLogs | undefined): void {
    const { errorPatterns, replyEnd } = this.context.platform;
    const all = this.output.toString();
    const isWhole = textBeforePrompt === '';
    const text = all.slice(0, all.length - (logs?.length ?? (isWhole ? this.lengthOfEnd() : 0))) + textBeforePrompt;
    const output = this.dialogue.maskOutput(isWhole && text.endsWith('\n') ? text.slice(0, -1) : text);
    const rejection = findRejection(replyEnd === null ? output : this.dialogue.maskOutput(all), errorPatterns);
    const logLines = (logs?.lines ?? []).map((line) => this.dialogue.maskOutput(line));
    this.context.finish({ kind: 'replied', output, rejection, logLines });
  }
}
