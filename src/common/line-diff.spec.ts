import fc from 'fast-check';
import { propertyRuns } from '../../test/support/scale.js';
import { lineDiff } from './line-diff.js';

/** The text that a diff turns `before` into. */
function patched(before: string, diff: string): string {
  const lines = before.split('\n');
  const result: string[] = [];
  let next = 0;
  for (const line of diff === '' ? [] : diff.split('\n')) {
    const [, start] = /^@@ -(\d+),/.exec(line) ?? [];
    if (start !== undefined) {
      while (next < Number(start) - 1) result.push(lines[next++] ?? '');
    } else if (line.startsWith('+')) {
      result.push(line.slice(1));
    } else {
      expect(lines[next]).toBe(line.slice(1));
      if (line.startsWith(' ')) result.push(lines[next] ?? '');
      next++;
    }
  }
  return [...result, ...lines.slice(next)].join('\n');
}

describe('lineDiff', () => {
  it('shows changes with their context', () => {
    const before = ['hostname r1', 'a', 'b', 'c', 'interface eth0', ' shutdown', 'd', 'e', 'f', 'g', 'h'];
    const after = before.map((line) => (line === ' shutdown' ? ' mtu 9000' : line));
    expect(lineDiff(before.join('\n'), after.join('\n'))).toBe(
      ['@@ -3,7 +3,7 @@', ' b', ' c', ' interface eth0', '- shutdown', '+ mtu 9000', ' d', ' e', ' f'].join('\n'),
    );
  });

  it('is empty where nothing changed', () => {
    expect(lineDiff('a\nb', 'a\nb')).toBe('');
  });

  it('shows a change that is too long as a whole', () => {
    const text = (name: string): string => Array.from({ length: 3000 }, (_, index) => `${name} ${index}`).join('\n');
    expect(patched(text('a'), lineDiff(text('a'), text('b')))).toBe(text('b'));
  });

  it('turns any text into any other one', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 30 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(patched(before, lineDiff(before, after))).toBe(after);
      }),
      propertyRuns(2000),
    );
  });
});
