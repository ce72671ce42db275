import { parsePattern } from './pattern-parser.js';
import { NO_FLAGS } from './regex-flags.js';
import { requiredText } from './required-text.js';
import { END_OF_TEXT, startFilter } from './start-filter.js';

function letters(table: Uint8Array): string {
  return [...table.keys()]
    .filter((code) => table[code] === 1 && code > 0x20)
    .map((code) => (code === END_OF_TEXT ? 'END' : String.fromCharCode(code)))
    .join(' ');
}

describe('startFilter', () => {
  it.each([
    ['^ab|c', 'a c'],
    ['^(?:a?|b)c', 'a b c'],
    ['^x*$', 'x END'],
    ['(?=a)[bc]', 'b c'],
  ])('of %s lets through %s', (pattern, expected) => {
    expect(letters(startFilter(parsePattern(pattern, NO_FLAGS).root).first)).toBe(expected);
  });

  it('looks past leading blanks', () => {
    expect(letters(startFilter(parsePattern('^\\s+(?:Foo|bar)', NO_FLAGS).root).firstAfterBlanks)).toBe('F b');
  });

  it('lets everything through when blanks may be given back', () => {
    const { firstAfterBlanks } = startFilter(parsePattern('^\\s+.x', NO_FLAGS).root);
    expect(firstAfterBlanks.every((value) => value === 1)).toBe(true);
  });
});

describe('requiredText', () => {
  it.each([
    ['^\\s+Hardware is (\\S+), address', 'Hardware is '],
    ['a(?:bcd)?ef', 'ef'],
    ['abc|abd', ''],
    ['(?i)abc', ''],
    ['x(yz)+', 'x'],
  ])('of %s is %j', (pattern, expected) => {
    expect(requiredText(parsePattern(pattern, NO_FLAGS).root)).toBe(expected);
  });
});
