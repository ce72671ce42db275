import { PythonRegex } from './python-regex.js';
import { PatternSyntaxError } from './regex.errors.js';

function groups(pattern: string, subject: string): readonly (string | null)[] | null {
  return PythonRegex.compile(pattern).match(subject)?.groups ?? null;
}

describe('PythonRegex', () => {
  describe('where JavaScript means something else', () => {
    it.each([
      ['(?:(a)|b)*', 'ab', ['ab', 'a']],
      ['(?:(x*))?', '', ['', '']],
      ['(a*)+', 'aa', ['aa', '']],
      ['(?:|a)*', 'a', ['']],
      ['(x)?\\1y', 'y', null],
      ['a*+a', 'aaa', null],
      ['(?>a|ab)c', 'abc', null],
      ['(<)?a(?(1)>|$)', '<a', null],
      ['(<)?a(?(1)>|$)', '<a>', ['<a>', '<']],
      ['x(?<=[a-z])+y', 'xy', ['xy']],
      ['\\s{,2}a', '  a', ['  a']],
      ['[]a]+', ']a', [']a']],
      ['x$', 'x\n', ['x']],
      ['x\\Z', 'x\n', null],
      ['.', '\r', ['\r']],
      ['.', '😀', ['😀']],
      ['\\s', '\ufeff', null],
      ['\\s', '\x1c', ['\x1c']],
      ['\\w+', 'naïve', ['naïve']],
      ['(?a:\\w+)', 'naïve', ['na']],
      ['[\\W\\d]+', '1é', ['1']],
      ['[^\\W\\d]+', 'é1', ['é']],
      ['\\B', '', null],
      ['(?i)straße', 'STRAẞE', ['STRAẞE']],
      ['(?i:k)', '\u212a', ['\u212a']],
      ['\\101\\x42', 'AB', ['AB']],
    ])('%s on %j', (pattern, subject, expected) => {
      expect(groups(pattern, subject)).toEqual(expected);
    });
  });

  it.each([
    ['(?:\\S+\\s*)+:', 'a b '.repeat(500), null],
    ['(?:\\S+\\s?)+:', `${'x'.repeat(500)}!`, null],
    ['(?:(?:a|b|ab)+c?){2,40}d', 'ab'.repeat(200), null],
    ['((?:\\S+\\s?)+?)\\s+(\\d+)$', `${'x y '.repeat(200)} 7`, [`${'x y '.repeat(200)} 7`, 'x y '.repeat(200), '7']],
  ])('comes to an end with %s, which has countless ways to share out its text', (pattern, subject, expected) => {
    expect(groups(pattern, subject)).toEqual(expected);
  });

  it('gives the same on the JavaScript engine, once a pattern is in heavy use', () => {
    const regex = PythonRegex.compile('(\\w+)\\s+(\\d+)?$');
    const results = Array.from({ length: 300 }, () => JSON.stringify(regex.match('eth0  42')));
    expect(regex.isNative).toBe(true);
    expect(new Set(results)).toEqual(
      new Set([JSON.stringify({ start: 0, end: 8, groups: ['eth0  42', 'eth0', '42'] })]),
    );
  });

  it('hands a costly match to the JavaScript engine', () => {
    const words = 'x '.repeat(60);
    expect(groups('(.*) (.*) (.*) ?[yz]', `${words}!`)).toBeNull();
    expect(groups('(.*) (.*) (.*) ?[yz]', `${words}z!`)?.slice(1)).toEqual(['x '.repeat(59).trim(), 'x', '']);
  });

  it('finds no match of loops within loops in no time', () => {
    const regex = PythonRegex.compile('^(\\s*-*)*\\s*$|(?:a+)+$', { keepGroups: new Set() });
    expect(regex.match(`${'- '.repeat(200)}x`)).toBeNull();
    expect(regex.match(`${'a'.repeat(200)}b`)).toBeNull();
  });

  it('keeps its state on the heap for patterns that JavaScript cannot run', () => {
    const subject = 'ab'.repeat(100_000);
    expect(PythonRegex.compile('(?:(a)|b)*').match(subject)?.end).toBe(subject.length);
  });

  it('gives only the groups that are asked for', () => {
    const regex = PythonRegex.compile('(a)(?P<x>b)(?P<y>c)', { keepGroups: new Set(['y']) });
    expect(regex.match('abc')?.groups).toEqual(['abc', null, null, 'c']);
  });

  it('lets a match that is not empty follow an empty one at the same place', () => {
    const spans = (pattern: string, subject: string): unknown =>
      Array.from(PythonRegex.compile(pattern).matchAll(subject), ({ start, end }) => [start, end]);
    expect(spans('a*', 'baac')).toEqual([
      [0, 0],
      [1, 3],
      [3, 3],
      [4, 4],
    ]);
    expect(spans('|a', 'a')).toEqual([
      [0, 0],
      [0, 1],
      [1, 1],
    ]);
    expect(spans('\\B', 'éa😀aB')).toEqual([
      [1, 1],
      [5, 5],
    ]);
  });

  it('searches, splits and replaces as Python does', () => {
    expect(PythonRegex.compile('(?m)^b').search('a\nb')).toMatchObject({ start: 2, end: 3 });
    expect(PythonRegex.compile('x*').split('axbc')).toEqual(['', 'a', '', 'b', 'c', '']);
    expect(PythonRegex.compile(',').split('a,b,c', 1)).toEqual(['a', 'b,c']);
    expect(PythonRegex.compile('(a)|b').findAll('abab')).toEqual(['a', '', 'a', '']);
    expect(PythonRegex.compile('(?P<n>a)(.)').replace('abac', '[\\2\\g<n>$1\\n]', 1)).toBe('[ba$1\n]ac');
  });

  it.each([
    ['\\q', 'bad escape \\q'],
    ['\\2', 'invalid group reference 2'],
    ['\\g<z>', "unknown group name 'z'"],
    ['\\g<1', 'missing >, unterminated name'],
  ])('refuses the replacement %s', (replacement, reason) => {
    expect(() => PythonRegex.compile('(a)').replace('a', replacement)).toThrow(PatternSyntaxError);
    expect(() => PythonRegex.compile('(a)').replace('a', replacement)).toThrow(reason);
  });
});
