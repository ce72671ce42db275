import type { Exchange, ExchangeContext, ExchangeLimits, Verdict } from './cli.types.js';
import { findPager, findQuestion, QUESTION_QUIET_MS } from './last-line.js';
import { OutputBuffer } from './output-buffer.js';
import type { PromptMatcher } from './prompt-matcher.js';

/** Silence after which a line that is no prompt gets an Enter (`Press RETURN to get started`). */
const STUCK_QUIET_MS = 1500;
/** Enters typed at lines that are no prompt before it is left to the deadline. */
const STUCK_ENTERS = 3;
/** What is kept of banner and message of the day. */
const KEPT_TEXT = 2048;

/**
 * Finds the prompt after log-in: waits until the device is quiet, types Enter, and believes a line that it sees twice.
 * What looks like a prompt in a message of the day does not come back after Enter.
 */
export class LoginExchange implements Exchange {
  private readonly text = new OutputBuffer();
  private candidate: string | undefined;
  private hasLineEnd = false;
  private stuckEnters = 0;

  constructor(
    readonly limits: ExchangeLimits,
    private readonly prompt: PromptMatcher,
    private readonly context: ExchangeContext,
  ) {}

  countBytes(): void {
    // Not limited: what is kept is.
  }

  commit(text: string): void {
    this.hasLineEnd = true;
    const kept = this.text.tail(KEPT_TEXT);
    this.text.clear();
    this.text.append((kept + text).slice(-KEPT_TEXT));
  }

  verdict(line: string): Verdict | undefined {
    const { platform } = this.context;
    const pager = findPager(line, platform.pagers);
    if (pager !== undefined) return { quietMs: platform.promptQuietMs, conclude: () => this.turnPage(pager) };
    if (this.prompt.looksLikePrompt(line) && !this.isAnswerPending(line)) {
      return { quietMs: platform.promptQuietMs, conclude: () => this.sawPrompt(line) };
    }
    const question = findQuestion(line, platform.questions);
    if (question !== undefined) {
      return { quietMs: platform.promptQuietMs + QUESTION_QUIET_MS, conclude: () => this.asked(question) };
    }
    if (this.stuckEnters >= STUCK_ENTERS) return undefined;
    return { quietMs: platform.promptQuietMs + STUCK_QUIET_MS, conclude: () => this.pressEnter() };
  }

  partialOutput(line: string): string {
    return this.text.toString() + line;
  }

  mask(text: string): string {
    return text;
  }

  /** The prompt at which Enter was typed, and no line end since: more of it may come. */
  private isAnswerPending(line: string): boolean {
    return this.candidate !== undefined && !this.hasLineEnd && this.prompt.isSame(this.candidate, line);
  }

  private turnPage(pager: { start: number; answer: string }): void {
    this.context.markPager(pager.start);
    this.context.write(pager.answer);
  }

  private sawPrompt(line: string): void {
    const { candidate } = this;
    if (candidate !== undefined && this.hasLineEnd && this.prompt.isSame(candidate, line)) {
      this.prompt.learn(line, candidate);
      this.context.finish({ kind: 'opened', prompt: line });
      return;
    }
    this.candidate = line;
    this.hasLineEnd = false;
    this.context.write(this.context.platform.lineEnding);
  }

  private pressEnter(): void {
    this.stuckEnters += 1;
    this.context.write(this.context.platform.lineEnding);
  }

  private asked(question: string): void {
    this.context.finish({ kind: 'asked', question, partialOutput: this.partialOutput('') });
  }
}
