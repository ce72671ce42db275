import type { KeyboardAuthContext, Prompt } from 'ssh2';
import type { LabFaults } from './lab-faults.js';
import type { QuestionDescription } from './platform/question-description.js';
import { LAB_CODE, SshRounds, type RoundsOutcome } from './ssh-rounds.js';

/** Answers each round with the next answers, and gives what was asked and what came of it. */
function play(answers: readonly string[][], faults: LabFaults = {}, questions: Partial<QuestionDescription>[] = []) {
  const asked: (readonly string[])[] = [];
  let outcome: RoundsOutcome | undefined;
  const left = [...answers];
  const prompt = (prompts: Prompt[], _title: string, text: string, done: (given: string[]) => void): void => {
    asked.push([text, ...prompts.map((one) => one.prompt)]);
    done(left.shift() ?? []);
  };
  const context = { prompt } as unknown as KeyboardAuthContext;
  new SshRounds(questions as QuestionDescription[], faults).ask(context, (found) => {
    outcome = found;
  });
  return { asked, outcome };
}

describe('the rounds of keyboard-interactive', () => {
  it('ask for the password alone, where the platform says nothing else', () => {
    expect(play([['secret']])).toEqual({
      asked: [['', 'Password: ']],
      outcome: { isAccepted: true, password: 'secret', hasChangedPassword: false },
    });
  });

  it('show a notice before it, which asks nothing', () => {
    const { asked, outcome } = play([[], ['secret']], { extraRound: 'notice' });
    expect(asked.map((round) => round.length)).toEqual([1, 2]);
    expect(outcome?.password).toBe('secret');
  });

  it.each([
    [LAB_CODE, true],
    ['000000', false],
    [undefined, false],
  ])('take the code %s: %s', (code, isAccepted) => {
    const { asked, outcome } = play([['secret'], code === undefined ? [] : [code]], { extraRound: 'code' });
    expect(asked.at(-1)).toEqual(['', 'Verification code: ']);
    expect(outcome).toMatchObject({ isAccepted, password: 'secret' });
  });

  it.each([
    [['secret', 'n3w', 'n3w'], true],
    [['secret', '', ''], false],
  ])('tell whether a password was changed by the answers %j: %s', ([current, ...others], hasChangedPassword) => {
    const answers = [['secret'], [current ?? ''], ...others.map((answer) => [answer])];
    const { asked, outcome } = play(answers, { extraRound: 'new_password' });
    expect(asked.map((round) => round.at(-1))).toEqual([
      'Password: ',
      'Current password: ',
      'New password: ',
      'Retype new password: ',
    ]);
    expect(outcome).toMatchObject({ hasChangedPassword });
  });

  it('ask the questions of a platform, and take the answers it knows', () => {
    const questions = [
      { prompt: 'Agree? ', choices: { yes: '', no: '' }, echo: true },
      { prompt: 'PIN: ', answer: 'password' as const, echo: false },
    ];
    expect(play([[' YES '], ['secret']], {}, questions as never).outcome).toMatchObject({
      isAccepted: true,
      password: 'secret',
    });
    expect(play([['maybe'], ['secret']], {}, questions as never).outcome?.isAccepted).toBe(false);
  });
});
