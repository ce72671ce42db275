import { isPlain, LineReader, splitLines, splitWords, strip } from './python-text.js';

describe('text as Python sees it', () => {
  it('ends lines where str.splitlines does', () => {
    expect(splitLines('a\r\nb\rc\vd\fe\x1cf\x85g\u2028h\n\ni\n')).toEqual([
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', '', 'i'],
    ]);
    expect(splitLines('')).toEqual([]);
    expect(splitLines('\n')).toEqual(['']);
  });

  it.each(['', '\n', 'a', 'a\n', '\n\na\n\n', 'a\r\n\rb\n', '\r\n', 'a\x85\u2028b'])(
    'gives the lines of %j one by one as well',
    (text) => {
      const reader = new LineReader(text);
      const lines = splitLines(text);
      expect(lines.map(() => reader.next())).toEqual(lines);
      expect(reader.next()).toBeUndefined();
    },
  );

  it('strips and splits at the white space of str.isspace, which a byte order mark is not', () => {
    expect(strip('\u3000 \x1f\ufeffa \x85')).toBe('\ufeffa');
    expect(splitWords('  a\xa0 b\tc ')).toEqual(['a', 'b', 'c']);
    expect(splitWords(' ')).toEqual([]);
  });

  it('tells ASCII without separator controls', () => {
    expect([isPlain('a\tb~\x7f\n'), isPlain('a\x1fb'), isPlain('é')]).toEqual([true, false, false]);
  });
});
