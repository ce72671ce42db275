import { linePrefix, textPrefix } from './line-prefix.js';

describe('linePrefix', () => {
  it.each([
    ['\\ninterface[ \\t]+(?P<a>\\S+)', 'interface'],
    ['\\n  ip\\-address\\d+', '  ip-address'],
    ['\\nab+', 'a'],
    ['\\n(?P<a>(?:a)|(?:b))', ''],
    ['\\n\\S+', ''],
  ])('of %s is %j', (pattern, expected) => {
    expect(linePrefix(pattern)).toBe(expected);
  });

  it.each(['a', '\\na(?<=\\nb\\na)', '\\na)|(b', '\\na|b'])('is unknown for %s', (pattern) => {
    expect(linePrefix(pattern)).toBeNull();
  });
});

describe('textPrefix', () => {
  it('is the plain text after the anchor', () => {
    expect(textPrefix('^Gigabit\\S*')).toBe('Gigabit');
    expect(textPrefix('^a|^b')).toBe('');
    expect(textPrefix('Gig')).toBe('');
  });
});
