import fc from 'fast-check';
import { ExchangePlayer, type Cuts, type Played } from '../../../../test/support/exchange-player.js';
import { cuts, expectPrompt, expectSame, mutated, mutations } from '../../../../test/support/fuzzed-exchanges.js';
import { GOLDEN_LOGIN } from '../../../../test/support/golden-play.js';
import { recordedExchanges, type RecordedExchange } from '../../../../test/support/recorded-exchanges.js';
import { propertyRuns } from '../../../../test/support/scale.js';
import { Secret } from '../../../common/secret.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';

const ANSWERS = { username: GOLDEN_LOGIN.username, password: new Secret(GOLDEN_LOGIN.password) };
const FULL_SIZE_MS = 3_600_000;

const registry = new PlatformRegistry();
const exchanges = recordedExchanges();
const commands = exchanges.filter(({ command }) => command !== undefined);
const logins = exchanges.filter(({ command }) => command === undefined);

const bytesOf = ({ parts }: RecordedExchange) => parts.map(({ bytes }) => bytes);

function playerFor({ driver, command, prompt }: RecordedExchange): ExchangePlayer {
  const player = new ExchangePlayer(registry.resolve(driver));
  return command === undefined ? player : player.openAt(prompt);
}

function play(exchange: RecordedExchange, parts: readonly Buffer[], cut: Cuts, player = playerFor(exchange)): Played {
  return player.play(exchange, parts, cut, exchange.isInBand ? ANSWERS : undefined);
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
            expectPrompt(whole, player.heard, registry.resolve(exchange.driver));
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
