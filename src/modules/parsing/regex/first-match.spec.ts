import { FirstMatch } from './first-match.js';
import { PythonRegex } from './python-regex.js';

const NO_GROUPS = { keepGroups: new Set<string>() };

function firstMatch(patterns: readonly string[]): FirstMatch {
  return new FirstMatch(patterns.map((pattern) => PythonRegex.compile(pattern, NO_GROUPS)));
}

describe('FirstMatch', () => {
  it('gives the first pattern in order, not the longest', () => {
    const matcher = firstMatch(['sh(o(w)?)? ip', 'show ip route', '^x|y', '']);
    expect(matcher.find('show ip route', true)).toBe(0);
    expect(matcher.find('y', true)).toBe(2);
    expect(matcher.find('zzz', true)).toBe(3);
  });

  it('goes through any number of patterns, among them some that JavaScript cannot run', () => {
    const patterns = Array.from({ length: 200 }, (_, index) => `command ${index}$`);
    patterns[100] = '(?>command )100';
    const matcher = firstMatch(patterns);
    expect([0, 63, 64, 100, 199].map((index) => matcher.find(`command ${index}`, true))).toEqual([0, 63, 64, 100, 199]);
    expect(matcher.find('command 200', true)).toBe(-1);
    expect(matcher.find('command é', false)).toBe(-1);
  });

  it('goes through patterns that are too large for the JavaScript engine', () => {
    const matcher = firstMatch(['ab', 'a?'.repeat(12_000) + 'c']);
    expect(['ab', 'aac', 'x'].map((subject) => matcher.find(subject, true))).toEqual([0, 1, -1]);
  });
});
