import { load } from 'js-yaml';
import { fromPlain } from '../plain-values.js';
import { PyFloat } from '../values.js';
import { formatYaml } from './yaml-format.js';

describe('formatYaml', () => {
  it('writes dictionaries and lists in block style, keys sorted', () => {
    const data = fromPlain({ b: [{ y: 1, x: 'a' }, [1, 2], [], {}], a: null });
    expect(formatYaml(data)).toBe('a: null\nb:\n- x: a\n  y: 1\n- - 1\n  - 2\n- []\n- {}\n');
  });

  it.each([
    '1',
    'yes',
    '',
    'a: b',
    '- a',
    '#',
    'a #b',
    ' a',
    'é',
    'a\nb',
    "it's",
    '1.5',
    '2020-01-01',
    '0x1f',
    '\t',
    'null',
    '*',
  ])('writes the text %j so that it is read again as it was', (text) => {
    expect(load(formatYaml(fromPlain({ key: text, list: [text] })))).toEqual({ key: text, list: [text] });
  });

  it('continues long texts on further lines', () => {
    const text = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
    const yaml = formatYaml(fromPlain({ key: text }));
    expect(yaml.split('\n').length).toBeGreaterThan(4);
    expect(load(yaml)).toEqual({ key: text });
  });

  it('continues texts in double quotes on further lines, too', () => {
    const text = `${'é '.repeat(20)}"${'word '.repeat(10)}end`;
    const yaml = formatYaml(fromPlain({ key: text }));
    expect(yaml.split('\n')[1]).toMatch(/^ {2}\\ \\xE9 /);
    expect(load(yaml)).toEqual({ key: text });
  });

  it('writes long, empty and several-line keys after a question mark', () => {
    const data = { ['k'.repeat(123)]: { a: 1 }, '': ['b'], 'c\nd': 'e', ['k'.repeat(122)]: 'f' };
    const yaml = formatYaml(fromPlain(data));
    expect(yaml.match(/^\?/gm)).toHaveLength(3);
    expect(load(yaml)).toEqual(data);
  });

  it('writes floats with a point, and an end after a plain text alone', () => {
    expect(formatYaml([new PyFloat(1e20), new PyFloat(-1e-7)])).toBe('- 1.0e+20\n- -1.0e-07\n');
    expect([formatYaml('5.'), formatYaml('five')]).toEqual(["'5.'\n", 'five\n...\n']);
  });
});
