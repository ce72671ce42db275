import fc from 'fast-check';
import { ExchangePlayer, type Cuts, type Played } from '../../../../test/support/exchange-player.js';
import { GOLDEN_LOGIN } from '../../../../test/support/golden-play.js';
import { recordedExchanges, type RecordedExchange } from '../../../../test/support/recorded-exchanges.js';
import { propertyRuns } from '../../../../test/support/scale.js';
import { Secret } from '../../../common/secret.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';

const ANSWERS = { username: GOLDEN_LOGIN.username, password: new Secret(GOLDEN_LOGIN.password) };
const FULL_SIZE_MS = 3_600_000;

/** What may happen to the bytes of a device on their way. */
interface Mutation {
  readonly part: number;
  readonly at: number;
  readonly length: number;
  readonly inserted: string;
}

const SNIPPETS = [
  '',
  'dev1#',
  'dev1>',
  '\r\ndev1#\r\n',
  '\r\n',
  '\n',
  '\r',
  '\b\b',
  ' --More-- ',
  'Password: ',
  '[confirm]',
  '\x1b[2K',
  '\x1b[5D',
  '\x1b[',
  '\x1b]0;title',
  '\x07',
  '\xff',
  '\xc3',
  '%SYS-5-CONFIG_I: Configured from console\r\n',
  '#',
  '> ',
];

const registry = new PlatformRegistry();
const exchanges = recordedExchanges();
const commands = exchanges.filter(({ command }) => command !== undefined);
const logins = exchanges.filter(({ command }) => command === undefined);

/** After every second one the device pauses. */
const cuts = fc
  .array(fc.nat(40_000), { maxLength: 10 })
  .map((list): Cuts => list.map((number) => ({ at: number >> 1, pauses: number % 2 === 1 })));
const mutation: fc.Arbitrary<Mutation> = fc.record({
  part: fc.nat(10),
  at: fc.nat(20_000),
  length: fc.nat(30),
  inserted: fc.constantFrom(...SNIPPETS),
});
const mutations = fc.array(mutation, { minLength: 1, maxLength: 3 });

function mutated({ parts }: RecordedExchange, list: readonly Mutation[]): Buffer[] {
  const bytes = parts.map((part) => part.bytes);
  for (const { part, at, length, inserted } of list) {
    const index = part % bytes.length;
    const old = bytes[index] ?? Buffer.alloc(0);
    const start = at % (old.length + 1);
    bytes[index] = Buffer.concat([
      old.subarray(0, start),
      Buffer.from(inserted, 'latin1'),
      old.subarray(start + length),
    ]);
  }
  return bytes;
}

const bytesOf = ({ parts }: RecordedExchange) => parts.map(({ bytes }) => bytes);

function playerFor({ driver, command, prompt }: RecordedExchange): ExchangePlayer {
  const player = new ExchangePlayer(registry.resolve(driver));
  return command === undefined ? player : player.openAt(prompt);
}

function play(exchange: RecordedExchange, parts: readonly Buffer[], cut: Cuts, player = playerFor(exchange)): Played {
  return player.play(exchange, parts, cut, exchange.isInBand ? ANSWERS : undefined);
}

/** Fails with the difference where there is one. Most have none, and `toEqual` takes longer than the session. */
function expectSame(one: Played, other: Played): void {
  if (JSON.stringify(one) !== JSON.stringify(other)) expect(one).toEqual(other);
}

/** What is left of a text without escape sequences and control characters. */
function visible(text: string): string {
  return text
    .replace(
      /\x1b\[[ -?]*[@-~]?|\x1b[\]PX^_][^\x07\x1b\r\n]*(?:\x07|\x1b\\|(?=[\x1b\r\n])|$)|\x1b[ #%()*+\-./][^\x1b]?|\x1b[^\x1b]?/g,
      '',
    )
    .replace(/[\x00-\x08\x0b-\x1f\x7f\ufffd]/g, '');
}

/** Where the device writes over its last line, it takes a screen to know what that shows. */
const CURSOR_MOVES = /[\b\r]|\x1b\[[\d;]*[A-HJKPX@f]/;

/** The prompt that was believed is the last thing the device showed, but for lines it logs. */
function expectPrompt({ prompt }: Played, heard: readonly Buffer[], { driver }: RecordedExchange): void {
  const text = Buffer.concat(heard).toString();
  if (CURSOR_MOVES.test(text.slice(text.lastIndexOf('\n')))) return;
  const shown = visible(text);
  const shownPrompt = visible(prompt).trimEnd();
  const end = shown.lastIndexOf(shownPrompt);
  if (prompt.trim() === '' || end < 0) throw new Error(`no prompt "${prompt}" in ${JSON.stringify(shown)}`);
  const { logLine } = registry.resolve(driver);
  const rest = shown.slice(end + shownPrompt.length).split('\n');
  const isHarmless = (line: string) => line.trim() === '' || logLine?.test(line) === true;
  if (!rest.every(isHarmless)) throw new Error(`after the prompt "${prompt}" came ${JSON.stringify(rest)}`);
}

beforeAll(() => registry.onModuleInit());

describe('CliSession with recorded dialogues', () => {
  it(
    'gives the same result however the bytes of a command are cut',
    () => {
      const expected = commands.map((exchange) => play(exchange, bytesOf(exchange), []));
      expect(expected.filter(({ outcome }) => outcome?.kind === 'replied').length).toBeGreaterThan(50);
      fc.assert(
        fc.property(fc.nat(commands.length - 1), cuts, (index, cut) => {
          const exchange = commands[index];
          const whole = expected[index];
          if (exchange !== undefined && whole !== undefined) expectSame(play(exchange, bytesOf(exchange), cut), whole);
        }),
        propertyRuns(400_000),
      );
    },
    FULL_SIZE_MS,
  );

  it(
    'gives the same result however the bytes of a log-in are cut',
    () => {
      const expected = logins.map((exchange) => play(exchange, bytesOf(exchange), []));
      expect(expected.filter(({ outcome }) => outcome?.kind !== 'opened')).toEqual([]);
      fc.assert(
        fc.property(fc.nat(logins.length - 1), cuts, (index, cut) => {
          const exchange = logins[index];
          const whole = expected[index];
          if (exchange !== undefined && whole !== undefined) expectSame(play(exchange, bytesOf(exchange), cut), whole);
        }),
        propertyRuns(100_000),
      );
    },
    FULL_SIZE_MS,
  );

  it(
    'gives the same result however damaged bytes are cut, by the deadline, and a reply only at a prompt',
    () => {
      fc.assert(
        fc.property(fc.nat(exchanges.length - 1), mutations, cuts, (index, list, cut) => {
          const exchange = exchanges[index];
          if (exchange === undefined) return;
          const parts = mutated(exchange, list);
          const player = playerFor(exchange);
          const whole = play(exchange, parts, [], player);
          expectSame(play(exchange, parts, cut), whole);
          if (whole.outcome === undefined) throw new Error('it never ended');
          if (whole.outcome.kind === 'replied' || whole.outcome.kind === 'opened')
            expectPrompt(whole, player.heard, exchange);
        }),
        propertyRuns(400_000),
      );
    },
    FULL_SIZE_MS,
  );

  it(
    'never gives output of the command before',
    () => {
      fc.assert(
        fc.property(fc.nat(commands.length - 1), mutations, cuts, (index, list, cut) => {
          const exchange = commands[index];
          if (exchange === undefined) return;
          const player = playerFor(exchange);
          const { outcome, prompt } = player.play(exchange, mutated(exchange, list), cut);
          if (outcome?.kind !== 'replied' || !player.session.isClean) return;
          // A cursor that was moved back into the prompt makes of the next echo what it makes of it on a screen.
          if (!Buffer.concat(player.heard).toString().replace(/ *$/, '').endsWith(prompt.trimEnd())) return;
          const next = player.play({ command: 'show marker' }, [Buffer.from(`show marker\r\nmarker\r\n${prompt}`)], []);
          expect(next.outcome).toMatchObject({ kind: 'replied', output: 'marker' });
        }),
        propertyRuns(100_000),
      );
    },
    FULL_SIZE_MS,
  );
});
