import type { LoginRefusalReason } from '../platforms/platform.types.js';
import type { CliOutcome, Exchange, ExchangeContext, ExchangeLimits, Verdict } from './cli.types.js';
import { findPager, findQuestion, QUESTION_QUIET_MS } from './last-line.js';
import { findLoginRefusal, LoginDialogue, type LoginAnswers, type LoginStep } from './login-dialogue.js';
import { OutputBuffer } from './output-buffer.js';
import type { PromptMatcher } from './prompt-matcher.js';

/** Silence after which a line that is no prompt gets an Enter (`Press RETURN to get started`). */
const STUCK_QUIET_MS = 1500;
/** Likewise where the device has yet to say its first word, or whether it takes the password. */
const PATIENT_QUIET_MS = 5000;
/** Enters typed at lines that are no prompt before it is left to the deadline. */
const STUCK_ENTERS = 3;
/** Silence after which a prompt is believed where several Enters may each bring one. */
const REPEATED_QUIET_MS = 500;
/** Likewise where Enter is two characters, each of which may bring one. */
const TWO_PART_ENTER_QUIET_MS = 50;
/** Silence after which a prompt right behind itself is the answer to Enter of a device that echoes nothing. */
const DOUBLED_QUIET_MS = 100;
/** What is kept of banner and message of the day. */
const KEPT_TEXT = 2048;

/** How a Telnet client and every terminal type Enter at a question for user name or password. */
const ANSWER_END = '\r';

/**
 * Finds the prompt: answers what the device asks about who is there, waits until it is quiet, types Enter, and
 * believes a line that it sees twice. What looks like a prompt in a message of the day does not come back after Enter.
 */
export class LoginExchange implements Exchange {
  private readonly text = new OutputBuffer();
  private readonly dialogue: LoginDialogue | undefined;
  private candidate: string | undefined;
  private hasLineEnd = false;
  /** Whole lines since Enter was typed that are the prompt alone. */
  private promptLines = 0;
  private stuckEnters = 0;
  private isEnterRepeated = false;

  /** @param answers given where the device may ask inside the session who is there */
  constructor(
    readonly limits: ExchangeLimits,
    private readonly prompt: PromptMatcher,
    private readonly context: ExchangeContext,
    private readonly answers?: LoginAnswers,
  ) {
    this.dialogue = answers && new LoginDialogue(context.platform.login, answers);
  }

  countBytes(): void {
    // Not limited: what is kept is.
  }

  commit(text: string): void {
    this.hasLineEnd = true;
    this.countPrompts(text);
    const kept = this.text.tail(KEPT_TEXT);
    this.text.clear();
    this.text.append((kept + this.mask(text)).slice(-KEPT_TEXT));
  }

  verdict(line: string): Verdict | undefined {
    const { platform } = this.context;
    const { promptQuietMs } = platform;
    const pager = findPager(line, platform.pagers);
    if (pager !== undefined) return { quietMs: promptQuietMs, conclude: () => this.turnPage(pager) };
    const step = this.dialogue?.at(line, this.stuckEnters > 0);
    if (step !== undefined) {
      return { quietMs: promptQuietMs + step.quietMs, conclude: () => this.take(step, line) };
    }
    const doubled = this.atDoubledPrompt(line);
    if (doubled !== undefined) return doubled;
    if (this.prompt.looksLikePrompt(line) && !this.isAnswerPending(line)) {
      return { quietMs: promptQuietMs + this.promptExtraMs, conclude: () => this.sawPrompt(line) };
    }
    const question = findQuestion(line, platform.questions);
    if (question !== undefined) {
      return { quietMs: promptQuietMs + QUESTION_QUIET_MS, conclude: () => this.asked(question) };
    }
    return this.atEndOfReply(line) ?? this.atStandstill(line);
  }

  /** An Enter that a device swallows at its prompt, because it was not ready for it, is typed again. */
  unanswered(line: string): Verdict | undefined {
    if (!this.isAnswerPending(line) || this.stuckEnters >= STUCK_ENTERS) return undefined;
    return { quietMs: this.context.platform.promptQuietMs + STUCK_QUIET_MS, conclude: () => this.pressEnter() };
  }

  partialOutput(line: string): string {
    return this.mask(this.text.toString() + line);
  }

  mask(text: string): string {
    return this.dialogue?.mask(text) ?? text;
  }

  /** A device that hangs up has refused the log-in when it says so, or when it has just been given the password. */
  closed(line: string): CliOutcome | undefined {
    const isRefused = this.dialogue?.isComplete === true && this.candidate === undefined;
    return this.refusal(line, isRefused ? 'rejected' : undefined);
  }

  private get promptExtraMs(): number {
    if (this.isEnterRepeated) return REPEATED_QUIET_MS;
    return this.candidate !== undefined && this.context.enter.length > 1 ? TWO_PART_ENTER_QUIET_MS : 0;
  }

  private countPrompts(text: string): void {
    const { candidate } = this;
    if (candidate === undefined) return;
    this.promptLines += text.split('\n').filter((line) => this.prompt.isSame(candidate, line)).length;
  }

  /** The prompt at which Enter was typed, and no line end since: more of it may come. */
  private isAnswerPending(line: string): boolean {
    return this.candidate !== undefined && !this.hasLineEnd && this.prompt.isSame(this.candidate, line);
  }

  /** A device that echoes nothing, not even Enter, shows its prompt right behind the first one. */
  private atDoubledPrompt(line: string): Verdict | undefined {
    const { candidate } = this;
    if (candidate === undefined || this.hasLineEnd || !line.startsWith(candidate)) return undefined;
    const again = line.slice(candidate.length);
    if (again === '' || !this.prompt.isSame(candidate, again)) return undefined;
    const conclude = () => {
      this.context.dropStart(candidate.length);
      this.open(again);
    };
    return { quietMs: this.context.platform.promptQuietMs + DOUBLED_QUIET_MS, conclude };
  }

  private turnPage(pager: { start: number; answer: string }): void {
    this.context.markPager(pager.start);
    this.context.write(pager.answer);
  }

  private take(step: LoginStep, line: string): void {
    if (step.kind === 'refused') {
      this.finishRefused(this.refusal(line, 'rejected'));
      return;
    }
    this.dialogue?.answered(line);
    this.text.clear();
    this.context.dropStart(line.length);
    this.context.write(step.text + ANSWER_END);
  }

  private sawPrompt(line: string): void {
    const { candidate } = this;
    if (candidate !== undefined && this.hasLineEnd && this.prompt.isSame(candidate, line)) {
      this.open(line);
      return;
    }
    this.candidate = line;
    this.hasLineEnd = false;
    this.promptLines = 0;
    this.typeEnter();
  }

  private open(prompt: string): void {
    this.prompt.learn(prompt, this.candidate);
    // One Enter was typed at the first of them: what brought the second one is its other half.
    if (this.promptLines > 1 && !this.isEnterRepeated) this.context.enter = this.context.enter.charAt(0);
    this.context.finish({ kind: 'opened', prompt });
  }

  /** A device without prompt has shown that it is done. */
  private atEndOfReply(line: string): Verdict | undefined {
    const { promptQuietMs, replyEnd } = this.context.platform;
    if (line !== '' || replyEnd?.test(this.text.toString()) !== true) return undefined;
    const quietMs = promptQuietMs + QUESTION_QUIET_MS;
    return { quietMs, conclude: () => this.context.finish({ kind: 'opened', prompt: '' }) };
  }

  /** Neither prompt nor question: the device has said no, waits for an Enter, or is busy. */
  private atStandstill(line: string): Verdict | undefined {
    const { platform } = this.context;
    const lastLine = this.lastLine(line);
    const refusal = this.dialogue && findLoginRefusal(lastLine, platform.login.refusals);
    if (refusal !== undefined) {
      const quietMs = platform.promptQuietMs + QUESTION_QUIET_MS;
      return { quietMs, conclude: () => this.finishRefused(this.refusal(line, 'rejected')) };
    }
    if (this.stuckEnters >= STUCK_ENTERS || (this.dialogue?.isUnderWay === true && !this.dialogue.isComplete)) {
      return undefined;
    }
    const isMute = this.mayAsk && lastLine.trim() === '';
    const quietMs = platform.promptQuietMs + (isMute ? PATIENT_QUIET_MS : STUCK_QUIET_MS);
    return { quietMs, conclude: () => this.pressEnter() };
  }

  /** Nobody has let the user in: an early Enter may be taken for the answer to a question that is on its way. */
  private get mayAsk(): boolean {
    return this.answers !== undefined && this.answers.isLetIn !== true;
  }

  private lastLine(line: string): string {
    return `${this.text.toString()}${line}`.trimEnd().split('\n').at(-1) ?? '';
  }

  private pressEnter(): void {
    this.stuckEnters += 1;
    this.isEnterRepeated ||= this.candidate !== undefined && !this.hasLineEnd;
    this.typeEnter();
  }

  private typeEnter(): void {
    // Behind the `\r` of an answer a `\n` may be taken for the second half of one Enter, and be lost.
    this.context.write(this.dialogue?.isUnderWay === true ? ANSWER_END : this.context.enter);
  }

  private asked(question: string): void {
    this.context.finish({ kind: 'asked', question: this.mask(question), partialOutput: this.partialOutput('') });
  }

  private refusal(line: string, otherwise: LoginRefusalReason | undefined): CliOutcome | undefined {
    // Who is logged in already can only be sent away again, with the last words.
    const words = this.dialogue === undefined ? this.lastLine(line) : this.partialOutput(line);
    const found = findLoginRefusal(words, this.context.platform.login.refusals);
    if (found !== undefined && (this.dialogue !== undefined || found.reason !== 'rejected')) {
      return { kind: 'login_refused', reason: found.reason, text: this.mask(found.line) };
    }
    return otherwise && { kind: 'login_refused', reason: otherwise, text: '' };
  }

  private finishRefused(outcome: CliOutcome | undefined): void {
    if (outcome !== undefined) this.context.finish(outcome);
  }
}
