import type { LoginRefusalReason, Pager, Platform } from '../platforms/platform.types.js';
import type { Question } from './dialogue.js';
import type { Rejection } from './rejection.js';

/** What of a platform the conversation needs. */
export type CliPlatform = Pick<
  Platform,
  | 'terminal'
  | 'login'
  | 'lineEnding'
  | 'promptQuietMs'
  | 'privilegeLevels'
  | 'promptContext'
  | 'replyEnd'
  | 'pagers'
  | 'questions'
  | 'errorPatterns'
  | 'logLine'
  | 'promptChangingCommands'
>;

/** How long an exchange may take. Times are those of the clock that is passed in, in milliseconds. */
export interface ExchangeLimits {
  /** When it must be done. */
  readonly deadlineAtMs: number;
  /** How long the device may be silent. Default: as long as the deadline allows. */
  readonly idleTimeoutMs?: number;
}

/** What a command may come to besides output and the prompt it was typed at. */
export interface CommandWays {
  /** What the last line shows when it is done, in place of the prompt. */
  readonly expect?: RegExp;
  readonly dialogue?: readonly Question[];
  /** The questions of the dialogue may come in any order. Default false. */
  readonly isAnyOrder?: boolean;
  /** Levels it may lead to: a prompt of the same host there is as sure as the one before. */
  readonly levels?: readonly string[];
  /** Keys for what the device asks at its end, beyond the platform's pagers. */
  readonly answers?: readonly Pager[];
  /** The prompt after it may be another one altogether. Default: as the platform says. */
  readonly mayChangePrompt?: boolean;
  /** Is shown the output as it comes, without echo; the last line once it is known to be no prompt. */
  readonly onOutput?: (text: string) => void;
}

/** How an exchange ended. */
export type CliOutcome =
  /** The session stands at its prompt. */
  | { readonly kind: 'opened'; readonly prompt: string }
  | {
      readonly kind: 'replied';
      readonly output: string;
      readonly rejection: Rejection | null;
      /** Lines the device logged at the prompt, which are no output. */
      readonly logLines: readonly string[];
    }
  /** The output was longer than allowed and is gone; the session stands at its prompt. */
  | { readonly kind: 'too_long'; readonly bytes: number; readonly partialOutput: string }
  /** The device lets nobody in: why, and the line that says so, empty where it says nothing. */
  | { readonly kind: 'login_refused'; readonly reason: LoginRefusalReason; readonly text: string }
  /** The device waits for an answer. */
  | { readonly kind: 'asked'; readonly question: string; readonly partialOutput: string }
  /** The pattern the caller waits for takes too long to look for. */
  | { readonly kind: 'slow_pattern'; readonly partialOutput: string }
  | {
      readonly kind: 'timed_out';
      /** How long the device was silent, in milliseconds, where that was too long; `null` when the deadline has passed. */
      readonly silentMs: number | null;
      readonly lastLine: string;
      readonly partialOutput: string;
    };

/** Where a session puts what it has to say. */
export interface CliHost {
  /** Text to type on the device. */
  write(text: string): void;
  /** The exchange under way is over. */
  finished(outcome: CliOutcome): void;
}

/** What the last line means, once the device has been silent for `quietMs`. */
export interface Verdict {
  readonly quietMs: number;
  conclude(): void;
}

/** One question to the device and its answer: a log-in or a command. */
export interface Exchange {
  readonly limits: ExchangeLimits;
  /** Bytes that came, before they are read as text. */
  countBytes(count: number): void;
  /** Text that has left the current line: whole lines ended by `\n`, or the start of an overlong one. */
  commit(text: string): void;
  /** What the current line means if nothing more comes. */
  verdict(line: string): Verdict | undefined;
  /** What to do if nothing comes after a verdict was acted on; `undefined` (the default) when there is but to wait. */
  unanswered?(line: string): Verdict | undefined;
  /** The last part of what came, for an error. */
  partialOutput(line: string): string;
  /** A text for an error, without what was typed and must not be seen. */
  mask(text: string): string;
  /** How the exchange ends when the device hangs up; `undefined` (the default) when nothing can be told from that. */
  closed?(line: string): CliOutcome | undefined;
}

/** What an exchange may do with the session it belongs to. */
export interface ExchangeContext {
  readonly platform: CliPlatform;
  /** What Enter is on this device: the platform's line ending, or less where the device takes each half of it for one. */
  enter: string;
  /** Takes the text from `start` of the current line for a pager's. */
  markPager(start: number): void;
  /** Takes the text before `start` from the current line. */
  dropStart(start: number): void;
  write(text: string): void;
  finish(outcome: CliOutcome): void;
}

/** How much of the output an error keeps, in characters. */
export const PARTIAL_OUTPUT_LIMIT = 65_536;
