import type { AnyAuthMethod, AuthenticationType, KeyboardInteractiveCallback, Prompt } from 'ssh2';
import type { ConnectRequest } from './transport.port.js';

/** Why a log-in was given up before the device said no. */
export type LoginObstacle = { readonly kind: 'question' | 'password_change'; readonly text: string };

const CHANGE = /new|retype|again|current|change|old/i;
const PASSWORD = /pass(?:word|code|phrase)/i;

/**
 * Chooses how to log in from what the server offers. The password is tried once, by whichever of the two ways there is:
 * a second try would count against the account. Only a plain password question is answered.
 */
export class SshLogin {
  /** Methods the server offers, once it has said. */
  offered: readonly string[] = [];
  private isPasswordSpent = false;
  private isNoneTried = false;
  private methods = 0;

  constructor(
    private readonly request: ConnectRequest,
    private readonly giveUp: (obstacle: LoginObstacle) => void,
  ) {}

  /** The device was shown who is there, rather than opened for anyone. */
  get isIdentified(): boolean {
    return this.methods > 1;
  }

  /** The next method to try; `false` when there is none left. */
  next(methods: readonly AuthenticationType[] | null, hasPartialSuccess: boolean | null): AnyAuthMethod | false {
    const { credential } = this.request;
    const username = this.request.sshUser ?? credential.username;
    this.methods += 1;
    if (!this.isNoneTried) {
      this.isNoneTried = true;
      return { type: 'none', username };
    }
    this.offered = methods ?? [];
    const { password } = credential;
    if (password === undefined) return false;
    if (!this.isPasswordSpent && this.offered.includes('password')) {
      this.isPasswordSpent = true;
      return { type: 'password', username, password: password.reveal() };
    }
    const mayAsk = !this.isPasswordSpent || hasPartialSuccess === true;
    if (mayAsk && this.offered.includes('keyboard-interactive')) {
      return { type: 'keyboard-interactive', username, prompt: (...question) => this.answer(question[3], question[4]) };
    }
    return false;
  }

  private answer(prompts: readonly Prompt[], finish: KeyboardInteractiveCallback): void {
    const answers: string[] = [];
    for (const { prompt } of prompts) {
      if (CHANGE.test(prompt)) {
        this.giveUp({ kind: 'password_change', text: prompt.trim() });
        return;
      }
      const { password } = this.request.credential;
      if (password === undefined || this.isPasswordSpent || !PASSWORD.test(prompt)) {
        this.giveUp({ kind: 'question', text: prompt.trim() });
        return;
      }
      this.isPasswordSpent = true;
      answers.push(password.reveal());
    }
    finish(answers);
  }
}
