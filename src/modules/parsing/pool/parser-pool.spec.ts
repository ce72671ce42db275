import { ParserBusyError, ParseTimeoutError } from '../parsing.errors.js';
import type { ParsedData } from './parse-task.js';
import { ParserPool, type ParserPoolLimits } from './parser-pool.js';

const LIMITS: ParserPoolLimits = { timeoutMs: 20_000, waitMs: 20_000, maxOutputBytes: 1_000_000, maxRows: 1000 };

const NOWHERE = { driver: null, command: null };

const NEVER_MS = 600_000;

/** A look-ahead keeps the matcher that counts rounds from taking this pattern over. */
const ENDLESS = 'Value A ((?=x)(x+x+)+y|z)\n\nStart\n  ^${A}\n';
const ENDLESS_OUTPUT = 'x'.repeat(4_000);
const NAMES = 'Value NAME (\\w+)\n\nStart\n  ^${NAME} -> Record\n';

describe('ParserPool', () => {
  let pool: ParserPool;

  afterEach(async () => {
    await pool.close();
  });

  function parse(text: string, output: string, template = 'innocent'): Promise<ParsedData> {
    return pool.parse({ parser: 'textfsm', template, templates: [{ text }], output, context: NOWHERE });
  }

  function runaways(count: number): Promise<unknown>[] {
    return Array.from({ length: count }, (_, index) =>
      parse(ENDLESS, ENDLESS_OUTPUT, `runaway ${index}`).catch((error: unknown) => error),
    );
  }

  it('lets templates that never end cost nobody but their callers', async () => {
    pool = new ParserPool({ ...LIMITS, timeoutMs: NEVER_MS });
    const endless = runaways(6);
    for (let round = 0; round < 3; round++) {
      expect((await parse(NAMES, 'r1\nr2\n')).parsed).toEqual([{ name: 'r1' }, { name: 'r2' }]);
    }
    await pool.close();
    await Promise.all(endless);
  });

  it('ends a template at its deadline and goes on with the others', async () => {
    pool = new ParserPool({ ...LIMITS, timeoutMs: 1_000 });
    for (const error of await Promise.all(runaways(3))) {
      expect(error).toBeInstanceOf(ParseTimeoutError);
      expect(String(error)).toMatch(/"runaway \d" did not finish with this output within 1000 ms \(parse_timeout_ms\)/);
    }
    expect((await parse(NAMES, 'r1')).parsed).toEqual([{ name: 'r1' }]);
  });

  it('says that it is busy when slow outputs take all the places for slow ones', async () => {
    pool = new ParserPool({ ...LIMITS, timeoutMs: NEVER_MS, waitMs: 1_000 });
    const endless = runaways(6);
    const error = await Promise.race(endless);
    expect(error).toBeInstanceOf(ParserBusyError);
    expect(String(error)).toContain('within 1000 ms (parse_wait_ms)');
    await pool.close();
    await Promise.all(endless);
  });
});
