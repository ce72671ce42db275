import type { AnyAuthMethod, AuthenticationType, KeyboardInteractiveCallback, ParsedKey, Prompt } from 'ssh2';
import type { ConnectRequest } from './transport.port.js';

/** Why a log-in was given up before the device said no. */
export type LoginObstacle = { readonly kind: 'question' | 'password_change'; readonly text: string };

/** What of a log-in was shown to the device. */
export type LoginProof = 'key' | 'agent' | 'password';

const CHANGE = /new|retype|again|current|change|old/i;
const PASSWORD = /pass(?:word|code|phrase)/i;

/**
 * Chooses how to log in from what the server offers: key, agent, then password. The password is tried once, by whichever of
 * the two ways there is: a second try would count against the account. A question is answered when it asks plainly for
 * the password, or when the credential has an answer to it.
 */
export class SshLogin {
  /** Methods the server offers, once it has said. */
  offered: readonly string[] = [];
  /** What was tried, in order. */
  readonly tried = new Set<LoginProof>();
  private isNoneTried = false;
  private hasAsked = false;

  constructor(
    private readonly request: ConnectRequest,
    private readonly key: ParsedKey | undefined,
    private readonly giveUp: (obstacle: LoginObstacle) => void,
  ) {}

  /** The device was shown who is there, rather than opened for anyone. */
  get isIdentified(): boolean {
    return this.tried.size > 0 || this.hasAsked;
  }

  /** The next method to try; `false` when there is none left. */
  next(methods: readonly AuthenticationType[] | null, hasPartialSuccess: boolean | null): AnyAuthMethod | false {
    const username = this.request.sshUser ?? this.request.credential.username;
    if (!this.isNoneTried) {
      this.isNoneTried = true;
      return { type: 'none', username };
    }
    this.offered = methods ?? [];
    return this.byKey(username) ?? this.byPassword(username, hasPartialSuccess === true) ?? false;
  }

  private byKey(username: string): AnyAuthMethod | undefined {
    if (!this.offered.includes('publickey')) return undefined;
    if (this.key !== undefined && !this.tried.has('key')) {
      this.tried.add('key');
      return { type: 'publickey', username, key: this.key };
    }
    const agent = this.request.credential.agentSocket;
    if (agent === undefined || this.tried.has('agent')) return undefined;
    this.tried.add('agent');
    return { type: 'agent', username, agent };
  }

  private byPassword(username: string, hasPartialSuccess: boolean): AnyAuthMethod | undefined {
    const { password, answers = [] } = this.request.credential;
    const isSpent = this.tried.has('password');
    if (password !== undefined && !isSpent && this.offered.includes('password')) {
      this.tried.add('password');
      return { type: 'password', username, password: password.reveal() };
    }
    const hasAnswer = answers.length > 0 || (password !== undefined && !isSpent);
    const mayAsk = !this.hasAsked && (isSpent ? hasPartialSuccess : hasAnswer);
    if (!mayAsk || !this.offered.includes('keyboard-interactive')) return undefined;
    this.hasAsked = true;
    return { type: 'keyboard-interactive', username, prompt: (...question) => this.answer(question[3], question[4]) };
  }

  private answer(prompts: readonly Prompt[], finish: KeyboardInteractiveCallback): void {
    const answers: string[] = [];
    for (const { prompt } of prompts) {
      const answer = CHANGE.test(prompt) ? undefined : this.answerTo(prompt);
      if (answer === undefined) {
        this.giveUp({ kind: CHANGE.test(prompt) ? 'password_change' : 'question', text: prompt.trim() });
        return;
      }
      answers.push(answer);
    }
    finish(answers);
  }

  private answerTo(prompt: string): string | undefined {
    const { password, answers = [] } = this.request.credential;
    const own = answers.find(({ question }) => question.test(prompt));
    if (own !== undefined) return own.answer.reveal();
    if (password === undefined || this.tried.has('password') || !PASSWORD.test(prompt)) return undefined;
    this.tried.add('password');
    return password.reveal();
  }
}
