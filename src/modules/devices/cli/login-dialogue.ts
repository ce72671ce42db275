import type { Secret } from '../../../common/secret.js';
import type { LoginRefusal, PlatformLogin } from '../platforms/platform.types.js';

/** Who logs in, for a device that asks inside the session. */
export interface LoginAnswers {
  readonly username: string;
  /** Not there for a log-in by key alone. */
  readonly password?: Secret;
  /** SSH has let the user in already, so that the device need not ask. Default false. */
  readonly isLetIn?: boolean;
}

/** What to do at a question, once the device has been silent for `quietMs` beyond the platform's quiet time. */
export type LoginStep =
  | { readonly kind: 'answer'; readonly text: string; readonly quietMs: number }
  | { readonly kind: 'refused'; readonly quietMs: number };

/** No more of a line is looked at. */
const LINE_LIMIT = 256;
/** Silence after which a question is one, so that a line of a banner is not taken for it. */
const QUESTION_QUIET_MS = 20;
/** Likewise where an early Enter may have asked twice. */
const UNSURE_QUIET_MS = 500;
/** A user name that was not taken is given once more: the question may have been one for an Enter typed early. */
const USER_ANSWERS = 2;
/** What is never answered with the password: a dialogue that would change it. */
const CHANGE = /new|retype|again|current|change|old|confirm|verify/i;

function matches(patterns: readonly RegExp[], line: string): boolean {
  return patterns.some((pattern) => pattern.test(line));
}

/**
 * User name and password, asked for inside the session. The password is given once: a second question for it, or for the
 * user after it, says that it was refused.
 */
export class LoginDialogue {
  private userAnswers = 0;
  private isPasswordGiven = false;

  constructor(
    private readonly login: PlatformLogin,
    private readonly answers: LoginAnswers,
  ) {}

  /** Something was answered: the device now decides, and an Enter would be taken for another answer. */
  get isUnderWay(): boolean {
    return this.userAnswers > 0 || this.isPasswordGiven;
  }

  /** The password is with the device. */
  get isComplete(): boolean {
    return this.isPasswordGiven;
  }

  /** What to do at this line; `undefined` when it asks nothing of a log-in. `wasWoken`: an Enter was typed before it. */
  at(line: string, wasWoken: boolean): LoginStep | undefined {
    const tail = line.slice(-LINE_LIMIT);
    if (matches(this.login.passwordPrompts, tail)) return this.atPassword(tail);
    if (!matches(this.login.userPrompts, tail)) return undefined;
    if (this.isPasswordGiven || this.userAnswers >= USER_ANSWERS)
      return { kind: 'refused', quietMs: QUESTION_QUIET_MS };
    const quietMs = wasWoken || this.userAnswers > 0 ? UNSURE_QUIET_MS : QUESTION_QUIET_MS;
    return { kind: 'answer', text: this.answers.username, quietMs };
  }

  private atPassword(line: string): LoginStep | undefined {
    if (CHANGE.test(line)) return undefined;
    if (this.isPasswordGiven) return { kind: 'refused', quietMs: QUESTION_QUIET_MS };
    const { password } = this.answers;
    return password && { kind: 'answer', text: password.reveal(), quietMs: QUESTION_QUIET_MS };
  }

  /** The answer was typed at `line`. */
  answered(line: string): void {
    if (matches(this.login.passwordPrompts, line.slice(-LINE_LIMIT))) this.isPasswordGiven = true;
    else this.userAnswers += 1;
  }

  /** The text without the password, which a device may echo. */
  mask(text: string): string {
    const password = this.answers.password?.reveal() ?? '';
    return this.isPasswordGiven && password !== '' ? text.replaceAll(password, '***') : text;
  }
}

/** The last line by which the device lets nobody in, and why; `undefined` when none says so. */
export function findLoginRefusal(
  text: string,
  refusals: readonly LoginRefusal[],
): { reason: LoginRefusal['reason']; line: string } | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim().slice(0, LINE_LIMIT))
    .filter((line) => line !== '');
  for (const { pattern, reason } of refusals) {
    const line = lines.findLast((one) => pattern.test(one));
    if (line !== undefined) return { reason, line };
  }
  return undefined;
}
