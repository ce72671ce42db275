import plugin from '../../examples/tom-acme-os/src/index.js';
import { parserContract } from '../../src/plugin-api/testing/parser.contract.js';
import { platformContract } from '../../src/plugin-api/testing/platform.contract.js';
import { ACME_MODULES, ACME_RECORDS } from '../support/acme-switch.js';

const { platforms = {}, parsers = {} } = plugin;

describe('the platform of the example package', () => {
  const checks = platformContract({
    platforms,
    name: 'acme_os',
    prompts: { operator: ['sw1:operator>', 'core-2.ams:operator> '], admin: ['sw1:admin#'] },
    samples: [
      { prompt: 'sw1:operator>', command: 'show modules', shows: [ACME_MODULES], output: ACME_RECORDS.text },
      {
        prompt: 'sw1:admin#',
        command: 'show log',
        shows: ['one\r\ntwo\r\n<more, 50%>', '\r            \rsw9:admin# in the text\r\n'],
        output: 'one\ntwo\nsw9:admin# in the text',
      },
      {
        prompt: 'sw1:operator>',
        command: 'reset',
        shows: ['!! not as operator\r\n'],
        output: '!! not as operator',
        refused: 'not_authorised',
      },
    ],
  });
  it.each(checks)('$name', ({ run }) => run());
});

describe('the parser of the example package', () => {
  const { acme } = parsers;
  if (acme === undefined) throw new Error('the example has no parser');
  const driver = 'acme_os';
  const checks = parserContract({
    parser: acme,
    samples: [
      {
        driver,
        command: 'sh mod',
        output: ACME_RECORDS.text,
        reader: 'acme_os_show_modules',
        parsed: ACME_RECORDS.parsed,
      },
      { driver, command: 'show clock | json', output: '{"utc": 1}', reader: 'acme_os_json', parsed: [{ utc: 1 }] },
    ],
  });
  it.each(checks)('$name', ({ run }) => run());
});

describe('the contract suites', () => {
  async function failures(checks: readonly { run: () => Promise<void> }[]): Promise<string[]> {
    const results = await Promise.allSettled(checks.map(({ run }) => run()));
    return results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
  }

  it('refuse a platform that does not know one of its prompts', async () => {
    const platform = { description: 'd', extends: 'generic', privilege_levels: [{ name: 'cli', prompt: 'sw\\d>' }] };
    const subject = { platforms: { odd: platform }, name: 'odd', prompts: { cli: ['sw1>', 'core1>'] }, samples: [] };
    expect(await failures(platformContract(subject))).toEqual([
      expect.stringContaining('the prompt "core1>" stands for "plain_user", not for "cli"'),
    ]);
  });

  it('refuse a parser whose readers remember, give classes or are not chosen', async () => {
    let calls = 0;
    const parser = {
      description: 'd',
      readers: {
        counts: { description: 'd', command: 'count', read: () => [++calls] },
        when: { description: 'd', command: 'when', read: () => [new Date()] },
      },
    };
    const sample = { driver: 'linux', output: 'x', reader: 'counts', parsed: [1] };
    const found = await failures(parserContract({ parser, samples: [{ ...sample, command: 'count' }] }));
    expect(found).toHaveLength(2);
    const lost = await failures(parserContract({ parser, samples: [{ ...sample, command: 'other' }] }));
    expect(lost).toEqual(expect.arrayContaining([expect.stringContaining('No template found')]));
  });
});
