import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runConformance } from './conformance-command.js';

const TEMPLATE = 'Value Name (\\w+)\n\nStart\n  ^${Name} -> Record\n';

describe('runConformance', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tom-vectors-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function fileOf(name: string, records: readonly object[]): string {
    const path = join(directory, name);
    writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    return path;
  }

  function run(...args: string[]): { code: number; lines: string[] } {
    const lines: string[] = [];
    const code = runConformance(args, (line) => lines.push(line));
    return { code, lines };
  }

  it('runs recorded cases with the templates beside them', () => {
    const templates = JSON.stringify({ 'a.textfsm': TEMPLATE });
    writeFileSync(join(directory, 'templates.public.json.gz'), gzipSync(templates));
    const file = fileOf('cases.jsonl', [{ id: 'c', template: 'a.textfsm', raw: 'r1\n', expected: [{ name: 'r1' }] }]);
    expect(run('textfsm', file)).toEqual({ code: 0, lines: ['1 passed, 0 failed'] });
  });

  it('prints what differs for each failure, and the counts', () => {
    const file = fileOf('extra.jsonl', [
      { id: 'good', kind: 'parse', template: TEMPLATE, input: 'r1', expected: [['r1']] },
      { id: 'bad', kind: 'parse', template: TEMPLATE, input: 'r1', expected: [['r2']] },
    ]);
    const { code, lines } = run('textfsm', file);
    expect(code).toBe(1);
    expect(lines[0]).toBe('FAIL bad');
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}- +"r2"/));
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}\+ +"r1"/));
    expect(lines.at(-1)).toBe('1 passed, 1 failed');
  });

  it('takes an error of the reference for right only with its own words', () => {
    const vector = { id: 'e', kind: 'template', template: 'Value A\n\nStart\n' };
    const message = 'Expect at least 3 tokens on line. Line 1.';
    const file = fileOf('unit.jsonl', [
      { ...vector, error: { type: 'TextFSMTemplateError', message } },
      { ...vector, error: { type: 'TextFSMTemplateError', message: 'Something else.' } },
      { ...vector, error: { type: 'IndexError', message: 'list index out of range' } },
    ]);
    expect(run('textfsm', file).lines.at(-1)).toBe('2 passed, 1 failed');
  });

  it('reads an array of records, and takes a field that is null for one that is not there', () => {
    const records = [
      { kind: 'parse', template: TEMPLATE, history: null, input: 'r1', eof: null, expected: [['r1']], error: null },
      { pattern: '(a)', flags: null, op: 'match', input: 'b', repl: null, expected: null, error: null },
    ];
    const path = join(directory, 'array.json');
    writeFileSync(path, `\ufeff${JSON.stringify(records, null, 2)}\r\n`);
    expect(run('textfsm', path)).toEqual({ code: 0, lines: ['2 passed, 0 failed'] });
  });

  it('names the line that is no JSON', () => {
    const path = join(directory, 'broken.jsonl');
    writeFileSync(path, '{"id": "a"}\n\n{"id": \n');
    expect(run('textfsm', path)).toEqual({
      code: 2,
      lines: [expect.stringContaining(`Line 3 of ${path} is no JSON`), expect.stringContaining('Usage')],
    });
  });

  it('counts a case whose template is missing, and a kind it does not know, as failures', () => {
    const file = fileOf('cases.jsonl', [
      { id: 'c', template: 'a.textfsm', raw: '', expected: [] },
      { id: 'k', kind: 'unheard of' },
    ]);
    expect(run('textfsm', file).lines).toEqual([
      'FAIL c',
      '  no template "a.textfsm" in the file of templates',
      'FAIL k',
      '  unknown kind of vector: unheard of',
      '0 passed, 2 failed',
    ]);
  });

  it('runs patterns with all groups, and with named ones only', () => {
    const file = fileOf('regex.jsonl', [
      { pattern: '(?P<a>x)(y)', op: 'match', input: 'xy', expected: { span: [0, 2], groupdict: { a: 'x' } } },
      { id: 'r', pattern: '(', op: 'match', input: '', error: { msg: 'missing ), unterminated subpattern', pos: 0 } },
    ]);
    expect(run('regex', file)).toEqual({ code: 0, lines: ['2 passed, 0 failed'] });
    expect(run('textfsm', file)).toEqual({ code: 0, lines: ['2 passed, 0 failed'] });
  });

  describe('on TTP', () => {
    const text = 'name {{ name }}\n';
    const plain = {
      kind: 'result',
      needs: [],
      flags: [],
      simple: true,
      inputs: [{ data: 'name r1\n', template_name: '_all_' }],
      vars: {},
      lookups: [],
      files: {},
      result_kwargs: {},
    };

    it('counts the tiers apart, and what needs Python code as refused', () => {
      const macro = '<group>\nname {{ name | macro("up") }}\n</group>';
      const output = `<group>\n${text}</group>\n<output macro="up"/>`;
      const results = [[{ name: 'r1' }]];
      const file = fileOf('cases.jsonl', [
        { ...plain, id: 'p', tier: 'python', templates: [{ text: macro }], macro_used_in: ['match'], result: 'R1' },
        {
          ...plain,
          id: 'o',
          tier: 'python',
          templates: [{ text: output }],
          macro_used_in: ['output'],
          pre_output: [{ template: '_root_template_', results }],
        },
        { ...plain, id: 'c', tier: 'core', templates: [{ text }], result: results },
        { ...plain, id: 'e', tier: 'core', kind: 'error', templates: [{ text }] },
      ]);
      const { code, lines } = run('ttp', file);
      expect(code).toBe(1);
      expect(lines[0]).toBe('REFUSED p');
      expect(lines[1]).toContain('register a function named "up" in a plugin');
      expect(lines.slice(-3)).toEqual([
        'core: 1 passed, 1 failed',
        'python: 1 passed, 0 failed, 1 refused for what they need',
        '2 passed, 1 failed',
      ]);
    });

    it('takes what a vector leaves out for empty', () => {
      const file = fileOf('cases.jsonl', [
        { id: 'a', templates: [{ text }], inputs: [{ data: 'name r1\n' }], vars: null, result: [[{ name: 'r1' }]] },
        { id: 'b', tier: 'lib', kind: 'result', templates: [{ text }], result: [[]] },
      ]);
      expect(run('ttp', file).lines.at(-1)).toBe('2 passed, 0 failed');
    });

    it('takes attributes apart, and compiles what the file of the same name holds', () => {
      const attributes = fileOf('get_attributes.jsonl', [
        {
          line: 'a | to_int',
          result: [
            { kwargs: {}, args: [], name: 'a' },
            { args: [], kwargs: {}, name: 'to_int' },
          ],
        },
      ]);
      expect(run('ttp', attributes).lines).toEqual(['1 passed, 0 failed']);
      fileOf('cases.jsonl', [{ ...plain, id: 'c', tier: 'core', templates: [{ text }] }]);
      const compiled = fileOf('cases.compiled.jsonl', [
        { id: 'c', templates: [] },
        { id: 'gone', templates: [] },
      ]);
      const { lines } = run('ttp', compiled);
      expect(lines).toContain('  there is no vector of this name in the file of templates');
      expect(lines.at(-1)).toBe('0 passed, 2 failed');
    });
  });

  it.each([[[]], [['textfsm']], [['pascal', 'file']], [['textfsm', 'no such file']]])(
    'explains its use when called with %j',
    (args) => {
      const { code, lines } = run(...args);
      expect(code).toBe(2);
      expect(lines.at(-1)).toMatch(/^Usage: /);
    },
  );
});
