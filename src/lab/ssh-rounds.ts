import type { KeyboardAuthContext, Prompt } from 'ssh2';
import type { LabFaults } from './lab-faults.js';
import type { QuestionDescription } from './platform/question-description.js';

/** One-time code that the fault `extraRound=code` asks for. */
export const LAB_CODE = '123456';

const PASSWORD: Pick<QuestionDescription, 'prompt' | 'answer' | 'choices' | 'echo'> = {
  prompt: 'Password: ',
  answer: 'password',
  echo: false,
};
const NOTICE = 'Work on this device is recorded.\nDo you see the prompt # here?';
const EXPIRED = 'WARNING: Your password has expired.\nYou must change your password now.';
const NEW_PASSWORD = ['Current password: ', 'New password: ', 'Retype new password: '];

/** What came of the questions of keyboard-interactive. */
export interface RoundsOutcome {
  /** Whether every answer besides the password is one that was asked for. */
  readonly isAccepted: boolean;
  readonly password: string;
  readonly hasChangedPassword: boolean;
}

interface Round {
  readonly prompts: Prompt[];
  readonly instructions?: string;
  take(answers: readonly string[]): void;
}

/** Asks the questions of keyboard-interactive, round by round. */
export class SshRounds {
  #isAccepted = true;
  #password = '';
  #hasChangedPassword = false;
  readonly #rounds: readonly Round[];

  constructor(questions: readonly QuestionDescription[], { extraRound }: LabFaults) {
    const own = (questions.length > 0 ? questions : [PASSWORD]).map((question) => this.roundOf(question));
    const notice: Round[] =
      extraRound === 'notice' ? [{ prompts: [], instructions: NOTICE, take: () => undefined }] : [];
    this.#rounds = [...notice, ...own, ...this.furtherRounds(extraRound)];
  }

  ask(context: KeyboardAuthContext, done: (outcome: RoundsOutcome) => void, index = 0): void {
    const round = this.#rounds[index];
    if (round === undefined) {
      done({ isAccepted: this.#isAccepted, password: this.#password, hasChangedPassword: this.#hasChangedPassword });
      return;
    }
    context.prompt(round.prompts, '', round.instructions ?? '', (answers: string[]) => {
      round.take(answers);
      this.ask(context, done, index + 1);
    });
  }

  private roundOf({ prompt, answer, choices, echo }: typeof PASSWORD): Round {
    return {
      prompts: [{ prompt, echo }],
      take: ([given = '']) => {
        const known = Object.keys(choices ?? {});
        if (answer === 'password') this.#password = given;
        else if (known.length > 0) this.#isAccepted &&= known.includes(given.trim().toLowerCase());
      },
    };
  }

  private furtherRounds(extraRound: LabFaults['extraRound']): Round[] {
    if (extraRound === 'code') {
      const take = ([code = '']: readonly string[]) => {
        this.#isAccepted &&= code === LAB_CODE;
      };
      return [{ prompts: [{ prompt: 'Verification code: ', echo: false }], take }];
    }
    if (extraRound !== 'new_password') return [];
    return NEW_PASSWORD.map((prompt, index) => ({
      prompts: [{ prompt, echo: false }],
      instructions: index === 0 ? EXPIRED : '',
      take: ([answer = '']) => {
        if (index > 0 && answer !== '') this.#hasChangedPassword = true;
      },
    }));
  }
}
