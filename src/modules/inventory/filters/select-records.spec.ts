import { Logger } from '@nestjs/common';
import { TestInventory } from '../../../../test/support/inventory-of.js';
import { ScriptedProvider, testRecord } from '../../../../test/support/scripted-provider.js';
import { InventoryFilterError } from '../inventory.errors.js';
import { patternTest, textTest } from './record-test.js';
import { selectRecords } from './select-records.js';

const KNOWN = ['name', 'host', 'port', 'site', 'tags'];

describe('selectRecords', () => {
  const source = new ScriptedProvider();
  source.items = [
    testRecord('ams-r1', { port: 2222 }, { site: 'Amsterdam', tags: ['prod', 'core'] }),
    testRecord('fra-r1', {}, { site: null, tags: [] }),
    testRecord('long', { host: `${'a'.repeat(5_000)}!` }),
  ];
  const inventory = new TestInventory({ source });
  beforeAll(() => {
    jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
    return inventory.start();
  });
  afterAll(() => inventory.stop());

  async function namesFor(patterns: Readonly<Record<string, string>>): Promise<string[]> {
    const selected = await selectRecords(inventory.service.records(), patternTest(patterns, KNOWN));
    return selected.map(({ record }) => record.device.name);
  }

  it.each([
    [{ name: 'R1' }, ['ams-r1', 'fra-r1']],
    [{ name: '^r1' }, []],
    [{ site: 'amster', port: '^22' }, ['ams-r1']],
    [{ site: '^$' }, ['fra-r1', 'long']],
    [{ tags: 'core' }, ['ams-r1']],
    [{ name: '(?P<site>ams|fra)-', site: '.' }, ['ams-r1']],
  ])('finds %j', async (patterns, names) => {
    expect(await namesFor(patterns as Record<string, string>)).toEqual(names);
  });

  it('finds a text in any field', async () => {
    const selected = await selectRecords(inventory.service.records(), textTest('PROD'));
    expect(selected).toHaveLength(1);
  });

  it.each([
    [{ name: '(' }, /the pattern for name cannot be used: .*missing \), unterminated subpattern/],
    [{ nmae: 'x' }, 'unknown field "nmae"; did you mean "name"?; there is name, host, port, site, tags'],
    [{ name: 'x'.repeat(501) }, 'the pattern for name is longer than 500 characters'],
  ])('refuses %j', (patterns, words) => {
    expect(() => patternTest(patterns as Record<string, string>, KNOWN)).toThrow(words);
  });

  it.each([
    '(a+)+$',
    '(a|a)*$',
    '(a|aa)+$',
    '(.*)*x',
    '(a*)*b',
    '([a-z]+)*[0-9]',
    '(x+x+)+y',
    'a*a*a*a*a*a*b',
    '(?=(a+)+$)b',
  ])('gives up %s, or comes to an end, while other work goes on', async (host) => {
    let turns = 0;
    const ticking = setInterval(() => turns++, 1);
    const outcome = await (async () => namesFor({ host }))().catch((error: unknown) => error);
    clearInterval(ticking);
    expect(Array.isArray(outcome) || outcome instanceof InventoryFilterError).toBe(true);
  });
});
