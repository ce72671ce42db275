import { load } from 'js-yaml';
import { fromPlain } from '../plain-values.js';
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
});
