import fc from 'fast-check';
import { ExchangePlayer, type Cuts, type Played } from '../../../../test/support/exchange-player.js';
import {
  CURSOR_MOVES,
  cuts,
  expectPrompt,
  expectSame,
  mutated,
  mutations,
  visible,
} from '../../../../test/support/fuzzed-exchanges.js';
import { recordedDialogues, type RecordedDialogue } from '../../../../test/support/recorded-exchanges.js';
import { propertyRuns } from '../../../../test/support/scale.js';
import { Secret } from '../../../common/secret.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import type { CommandWays } from './cli.types.js';

const FULL_SIZE_MS = 3_600_000;
/** What the caller waits for in place of the prompt: what most of the prompts with more rights show. */
const EXPECTED = /[#>$] ?$/;

const registry = new PlatformRegistry();
const dialogues = recordedDialogues();

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The device echoes the answer, which it should not. */
const echoing = (parts: readonly Buffer[], { answer }: RecordedDialogue) =>
  parts.map((part, index) => (index === 0 ? part : Buffer.concat([Buffer.from(answer), part])));

interface PlayedDialogue extends Played {
  readonly live: string;
  readonly heard: readonly Buffer[];
}

function play(recorded: RecordedDialogue, parts: readonly Buffer[], cut: Cuts, expect?: RegExp): PlayedDialogue {
  const { driver, prompt, question, answer } = recorded;
  const player = new ExchangePlayer(registry.resolve(driver)).openAt(prompt);
  let live = '';
  const ways: CommandWays = {
    expect,
    dialogue: [{ expect: new RegExp(`${escaped(question.trim())}\\s*$`), answer: new Secret(answer) }],
    onOutput: (text) => {
      live += text;
    },
  };
  const played = player.play(recorded, parts, cut, undefined, ways);
  return { ...played, live, heard: player.heard };
}

const withoutHeard = ({ heard: _, ...played }: PlayedDialogue) => played;

/** Damage may keep the device from asking, or have it ask for something else first: then what it says is no echo. */
function expectHidden({ outcome, typed, live }: PlayedDialogue, { command, answer }: RecordedDialogue): void {
  if (outcome === undefined) throw new Error('it never ended');
  const [, typedFirst = ''] = typed.slice(command.length).split(/^[\r\n]+/);
  if (!typedFirst.startsWith(answer)) return;
  if (`${JSON.stringify(outcome)}${live}`.includes(answer)) expect(outcome).toBe('without the hidden answer');
}

beforeAll(() => registry.onModuleInit());

describe('CliSession with recorded dialogues that ask for a password', () => {
  const bytesOf = ({ parts }: RecordedDialogue) => parts.map(({ bytes }) => bytes);
  const dialogue = fc.constantFrom(...dialogues);

  it.each(dialogues.map((recorded) => [recorded.name, recorded] as const))('answers: %s', (_, recorded) => {
    const played = play(recorded, bytesOf(recorded), []);
    expect(played.outcome).toMatchObject({ kind: 'replied' });
    expect(played.typed).toContain(recorded.answer);
    expectHidden(played, recorded);
  });

  it(
    'gives the same result however the bytes are cut, whether the device echoes the answer or not',
    () => {
      fc.assert(
        fc.property(dialogue, fc.boolean(), fc.boolean(), cuts, (recorded, echoes, waits, cut) => {
          const parts = echoes ? echoing(bytesOf(recorded), recorded) : bytesOf(recorded);
          const wanted = waits ? EXPECTED : undefined;
          const whole = play(recorded, parts, [], wanted);
          const pieces = play(recorded, parts, cut, wanted);
          expectSame(withoutHeard(pieces), withoutHeard(whole));
          expectHidden(pieces, recorded);
        }),
        propertyRuns(30_000),
      );
    },
    FULL_SIZE_MS,
  );

  it(
    'gives the same result however damaged bytes are cut, by the deadline, never the answer, and a reply only at a prompt',
    () => {
      fc.assert(
        fc.property(dialogue, fc.boolean(), mutations, cuts, (recorded, echoes, list, cut) => {
          const damaged = mutated(recorded, list);
          const parts = echoes ? echoing(damaged, recorded) : damaged;
          const whole = play(recorded, parts, []);
          const pieces = play(recorded, parts, cut);
          expectSame(withoutHeard(pieces), withoutHeard(whole));
          expectHidden(whole, recorded);
          if (whole.outcome?.kind === 'replied') expectPrompt(whole, whole.heard, registry.resolve(recorded.driver));
        }),
        propertyRuns(30_000),
      );
    },
    FULL_SIZE_MS,
  );

  it(
    'waits for the text that is expected, however damaged the bytes',
    () => {
      fc.assert(
        fc.property(dialogue, mutations, cuts, (recorded, list, cut) => {
          const parts = mutated(recorded, list);
          const whole = play(recorded, parts, [], EXPECTED);
          expectSame(withoutHeard(play(recorded, parts, cut, EXPECTED)), withoutHeard(whole));
          expectHidden(whole, recorded);
          if (whole.outcome?.kind !== 'replied') return;
          const text = Buffer.concat(whole.heard).toString().replaceAll('\r\n', '\n');
          if (!CURSOR_MOVES.test(text)) expect(visible(text)).toMatch(/[#>$]/);
        }),
        propertyRuns(10_000),
      );
    },
    FULL_SIZE_MS,
  );
});
