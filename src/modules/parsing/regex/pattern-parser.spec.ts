import { parsePattern } from './pattern-parser.js';
import { NO_FLAGS } from './regex-flags.js';
import { PatternSyntaxError, PatternUnsupportedError } from './regex.errors.js';

function fault(pattern: string): unknown {
  try {
    parsePattern(pattern, NO_FLAGS);
    return null;
  } catch (error) {
    return error instanceof PatternSyntaxError || error instanceof PatternUnsupportedError
      ? [error.constructor.name, error.reason, error.position]
      : error;
  }
}

describe('parsePattern', () => {
  it.each([
    ['a{2}{3}', 'multiple repeat', 4],
    ['^*', 'nothing to repeat', 1],
    ['(?:a', 'missing ), unterminated subpattern', 0],
    ['a)', 'unbalanced parenthesis', 1],
    ['[b-a]', 'bad character range b-a', 1],
    ['[\\d-x]', 'bad character range \\d-x', 1],
    ['\\y', 'bad escape \\y', 0],
    ['\\x4', 'incomplete escape \\x4', 0],
    ['\\400', 'octal escape value \\400 outside of range 0-0o377', 0],
    ['(a\\1)', 'cannot refer to an open group', 2],
    ['(?P<a>x)(?P<a>y)', "redefinition of group name 'a' as group 2; was group 1", 12],
    ['(?P=b)', "unknown group name 'b'", 4],
    ['(?P<a\\>x)', 'missing >, unterminated name', 4],
    ['(?(3)a)', 'invalid group reference 3', 3],
    ['x(?i)', 'global flags not at the start of the expression', 1],
    ['(?i-i:x)', 'bad inline flags: flag turned on and off', 5],
    ['(?L)x', "bad inline flags: cannot use 'L' flag with a str pattern", 3],
    ['(?<=a|bc)', 'look-behind requires fixed-width pattern', null],
    ['(?\\', 'bad escape (end of pattern)', 2],
    ['a{3,2}', 'min repeat greater than max repeat', 2],
    ['a{4294967295}', 'the repetition number is too large', null],
  ])('refuses %s as Python does', (pattern, reason, position) => {
    expect(fault(pattern)).toEqual(['PatternSyntaxError', reason, position]);
  });

  it('gives positions in code points', () => {
    expect(fault('😀😀[')).toEqual(['PatternSyntaxError', 'unterminated character set', 2]);
  });

  it.each(['\\N{EM DASH}', '(?t)x', '('.repeat(300) + ')'.repeat(300)])(
    'refuses what it cannot keep: %.12s',
    (pattern) => {
      expect(fault(pattern)).toEqual(['PatternUnsupportedError', expect.any(String), expect.any(Number)]);
    },
  );

  it('names pattern, reason and position in the message', () => {
    expect(() => parsePattern('a**', NO_FLAGS)).toThrow('Pattern "a**" is not usable: multiple repeat at position 2');
  });

  it('takes a brace that is no quantifier for itself', () => {
    expect(fault('^{master:\\d+}|x{|y{,z}')).toBeNull();
  });

  it('reads a name of very many escapes in linear time', () => {
    expect(fault(`(?P<${'\\>'.repeat(400_000)}`)).toEqual(['PatternSyntaxError', 'missing >, unterminated name', 4]);
  });

  it('ends a comment at the first parenthesis that no backslash escapes', () => {
    expect(parsePattern('(?#a\\)b)c', NO_FLAGS).root).toEqual(parsePattern('c', NO_FLAGS).root);
  });

  it('ignores blanks and comments in verbose patterns', () => {
    expect(parsePattern('(?x) a [ ] # c\n b', NO_FLAGS).root).toEqual(parsePattern('a[ ]b', NO_FLAGS).root);
  });
});
