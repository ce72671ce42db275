import { compileLinePattern } from './regex-cache.js';
import { SpanMatcher } from './span-matcher.js';

const LINE_END = '[\\t ]*(?=\\n|\\r\\n)';

function captured(pattern: string, text: string, start = 0, end = text.length): (string | undefined)[] {
  const hits = new SpanMatcher(text).matches(compileLinePattern(`\\n${pattern}${LINE_END}`), start, end);
  return hits.map(({ captures }) => captures[1]);
}

describe('matches of a line', () => {
  it('are found where the text they need is, and in no line before it', () => {
    const text = '\n  1 sent\n  2 accepted\n  3 sent\n  accepted 4\n  5 accepted\n';
    expect(captured('  (?P<n>\\d+)[ \\t]+accepted', text)).toEqual(['2', '5']);
  });

  it('are found in the first and the last line', () => {
    expect(captured('(?P<n>\\d+)[ \\t]+up', '\n1 up\n2 down\n3 up\n')).toEqual(['1', '3']);
  });

  it('may go on past their line where the pattern does', () => {
    const text = '\nport\n 1 up\nport\n 2 down\n';
    expect(captured('port\\s+(?P<n>\\d+)[ \\t]+down', text)).toEqual(['2']);
  });

  it('end where the part of the text does', () => {
    const text = '\na 1\na 2\na 3\n';
    expect(captured('a[ \\t]+(?P<n>\\d+)', text, 4, 9)).toEqual(['2']);
    expect(captured('a[ \\t]+(?P<n>\\d+)', text, 4, 8)).toEqual([]);
  });

  it('are found by an indent of any length', () => {
    const text = ['', ...[1, 7, 8, 9, 12].map((indent) => `${' '.repeat(indent)}x ${indent}`), ''].join('\n');
    for (const indent of [1, 7, 8, 9, 12]) {
      expect(captured(`${' '.repeat(indent)}x[ \\t]+(?P<n>\\d+)`, text)).toEqual([String(indent)]);
      expect(captured(`${' '.repeat(indent)}(?P<n>\\S+)[ \\t]+\\d+`, text)).toEqual(['x']);
    }
  });
});
