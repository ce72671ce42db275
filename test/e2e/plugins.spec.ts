import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformFile } from '@swc/core';
import { EmbeddedTom } from '../support/embedded-tom.js';

const EXAMPLE = join(import.meta.dirname, '../../examples/ttp-macros');
const TEMPLATE = 'acme_os_show_modules.txt';

/** A parser whose readers do what they should not. */
const ODD_PARSER = `export default {
  apiVersion: 1,
  parsers: {
    odd: {
      description: 'Odd',
      readers: {
        endless: { description: 'Never ends', read() { for (;;); } },
        fails: { description: 'Throws', read() { throw new Error('no idea'); } },
        ends: { description: 'Ends the thread', read() { process.exit(3); } },
        later: { description: 'Promises', read: () => Promise.resolve([]) },
        date: { description: 'No data', read: () => [{ at: new Date() }] },
        many: { description: 'Too much', read: () => Array(1001).fill(1) },
        context: { description: 'Tells what it is told', command: 'show', read: (output, context) => [{ output, ...context }] },
      },
    },
  },
};`;

const OUTPUT = ['slot 1 active 2G', '%SYS-5: logged in between', 'slot 2 absent 0K', 'slot 3 active 512M', ''].join(
  '\n',
);

interface TestAnswer {
  readonly status: number;
  readonly json: { readonly parsed?: unknown; readonly detail?: string };
}

describe('a plugin', () => {
  let root: string;
  let tom: EmbeddedTom;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'tom-plugin-'));
    const { code } = await transformFile(join(EXAMPLE, 'acme-macros.ts'), {
      swcrc: false,
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    await writeFile(join(root, 'acme-macros.mjs'), code);
    await writeFile(
      join(root, 'odd.mjs'),
      'export default { ttpMacros: { fails() { throw new Error("no idea"); }, later: () => Promise.resolve(1) } };',
    );
    await writeFile(join(root, 'odd-parser.mjs'), ODD_PARSER);
    await cp(join(EXAMPLE, TEMPLATE), join(root, 'ttp', TEMPLATE));
    tom = await EmbeddedTom.start({
      devices: {},
      credentials: {},
      settings: {
        plugins: ['acme-macros.mjs', 'odd.mjs', 'odd-parser.mjs'].map((file) => join(root, file)),
        parse_timeout_ms: 3_000,
        max_parse_rows: 1_000,
        ttp_template_dir: join(root, 'ttp'),
      },
    });
  });

  afterAll(async () => {
    await tom.stop();
    await rm(root, { recursive: true });
  });

  async function test(body: object): Promise<TestAnswer> {
    return (await tom.client.post('/api/parse/test', { parser: 'ttp', ...body })) as unknown as TestAnswer;
  }

  async function store(content: string): Promise<TestAnswer> {
    const body = { name: 'draft', content, overwrite: true };
    return (await tom.client.post('/api/templates/ttp', body)) as unknown as TestAnswer;
  }

  it('has its macros run where a template names Python functions: on text, values, records and results', async () => {
    const { status, json } = await test({ raw_output: OUTPUT, device_type: 'acme_os', command: 'show modules' });
    expect([status, json.parsed]).toEqual([
      200,
      [
        {
          1: { slot: '1', state: 'active', memory: 2, unit: 'G' },
          3: { slot: '3', state: 'active', memory: 512, unit: 'M' },
        },
      ],
    ]);
  });

  it('leaves out a match that its macro rejects', async () => {
    await store('memory {{ memory | macro("size") }}\n');
    const { json } = await test({ raw_output: 'memory many\nmemory 3G\n', template: 'draft' });
    expect(json.parsed).toEqual([{ memory: 3, unit: 'G' }]);
  });

  it.each([
    ['presnt', /register a function named "presnt" in a plugin; did you mean "present"\? \(template line 2\)/],
    ['unheard_of', /register a function named "unheard_of" in a plugin \(template line 2\)/],
  ])('lacks the macro %s, which is refused with its line', async (name, words) => {
    const { status, json } = await store(`<group macro="present">\na {{ state | macro("${name}") }}\n</group>`);
    expect([status, json.detail]).toEqual([422, expect.stringMatching(words)]);
  });

  it.each([
    ['fails', 'macro "fails" failed: no idea'],
    ['later', 'macro "later" gave a promise; macros cannot be async'],
  ])('has its faults named: %s', async (name, words) => {
    await store(`a {{ b | macro("${name}") }}\n`);
    const { status, json } = await test({ raw_output: 'a 1\n', template: 'draft' });
    expect([status, json.detail]).toEqual([422, expect.stringContaining(words)]);
  });

  it('has a parser that is told driver and command, where they are known', async () => {
    const known = await test({ parser: 'odd', raw_output: 'a\n', device_type: 'linux', command: 'show x' });
    expect(known.json.parsed).toEqual([{ output: 'a\n', driver: 'linux', command: 'show x' }]);
    const unknown = await test({ parser: 'odd', raw_output: 'a\n', template: 'context' });
    expect(unknown.json.parsed).toEqual([{ output: 'a\n', driver: null, command: null }]);
  });

  it.each([
    ['fails', 'template "fails" cannot read this output: no idea'],
    ['ends', 'template "ends" broke the parsing thread'],
    ['later', 'it gave a promise; readers cannot be async'],
    ['date', 'it gave a Date at parsed[0].at, which is no JSON data'],
    ['many', 'more than 1000 records, which is the limit'],
    ['endless', 'template "endless" did not finish with this output within 3000 ms (parse_timeout_ms)'],
  ])('has the faults of a parser cost their caller alone: %s', async (template, words) => {
    const [odd, good] = await Promise.all([
      test({ parser: 'odd', raw_output: 'a', template }),
      test({ parser: 'odd', raw_output: 'a', template: 'context' }),
    ]);
    expect([odd.status, odd.json.detail]).toEqual([422, expect.stringContaining(words)]);
    expect(good.status).toBe(200);
  });

  it.each([
    [
      { parser: 'odd', raw_output: 'a', template_content: 'x' },
      400,
      /parser .*odd.* is a plugin's.*takes no templates/,
    ],
    [{ parser: 'odd', raw_output: 'a', template: 'fials' }, 404, /Template not found: fials; did you mean .*fails/],
    [{ parser: 'odd', raw_output: 'a', template: 'fails:date' }, 404, /Template not found: fails:date/],
    [{ parser: 'ood', raw_output: 'a', template: 'fails' }, 422, /Input should be 'textfsm', 'ttp' or 'odd'/],
  ])('has wrong requests refused: %j', async (body, status, words) => {
    const answer = await test(body);
    expect([answer.status, JSON.stringify(answer.json)]).toEqual([status, expect.stringMatching(words)]);
  });

  it('stops the start when it cannot be loaded', async () => {
    const start = EmbeddedTom.start({ devices: {}, credentials: {}, settings: { plugins: ['./gone.mjs'] } });
    await expect(start).rejects.toThrow(/plugin "\.\/gone\.mjs" \(setting plugins\) is not there/);
  });
});
