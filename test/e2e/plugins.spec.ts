import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformFile } from '@swc/core';
import { EmbeddedTom } from '../support/embedded-tom.js';

const EXAMPLE = join(import.meta.dirname, '../../examples/ttp-macros');
const TEMPLATE = 'acme_os_show_modules.txt';

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
    await cp(join(EXAMPLE, TEMPLATE), join(root, 'ttp', TEMPLATE));
    tom = await EmbeddedTom.start({
      devices: {},
      credentials: {},
      settings: {
        plugins: [join(root, 'acme-macros.mjs'), join(root, 'odd.mjs')],
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
    expect(json.parsed).toEqual([[{ memory: 3, unit: 'G' }]]);
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

  it('stops the start when it cannot be loaded', async () => {
    const start = EmbeddedTom.start({ devices: {}, credentials: {}, settings: { plugins: ['./gone.mjs'] } });
    await expect(start).rejects.toThrow(/plugin "\.\/gone\.mjs" \(setting plugins\) is not there/);
  });
});
