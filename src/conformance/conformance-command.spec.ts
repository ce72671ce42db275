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

  it.each([[[]], [['textfsm']], [['ttp', 'file']], [['textfsm', 'no such file']]])(
    'explains its use when called with %j',
    (args) => {
      const { code, lines } = run(...args);
      expect(code).toBe(2);
      expect(lines.at(-1)).toMatch(/^Usage: /);
    },
  );
});
