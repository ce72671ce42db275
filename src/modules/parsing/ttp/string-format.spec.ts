import { FormatKeyError, formatString } from './string-format.js';
import { TtpRunError } from './ttp.errors.js';
import { PyFloat, type PyValue } from './values.js';

function format(text: string, args: PyValue[] = [], kwargs: Record<string, PyValue> = {}): string {
  return formatString(text, args, new Map(Object.entries(kwargs)));
}

describe('formatString', () => {
  it.each<[string, PyValue, string]>([
    ['{}', 'a', 'a'],
    ['{0}/{0}', 1, '1/1'],
    ['{{{}}}', 'a', '{a}'],
    ['{:>5}|', 'ab', '   ab|'],
    ['{:*^6}', 'ab', '**ab**'],
    ['{:05d}', 42, '00042'],
    ['{:+d}', 42, '+42'],
    ['{:#<4}', 'a', 'a###'],
    ['{:,}', 1234567, '1,234,567'],
    ['{:x}', 255, 'ff'],
    ['{:.2f}', new PyFloat(3.14159), '3.14'],
    ['{:.2}', 'abc', 'ab'],
    ['{!r}', 'a', "'a'"],
    ['{}', true, 'True'],
    ['{0[1]}', ['a', 'b'], 'b'],
    ['{:05}', '10', '10000'],
    ['{:05}', 10, '00010'],
    ['{:#x}', 255, '0xff'],
    ['{:d}', true, '1'],
    ['{:.3}', new PyFloat(100), '1e+02'],
    ['{:.0f}', new PyFloat(2.5), '2'],
    ['{:,.1f}', new PyFloat(1234.5678), '1,234.6'],
  ])('fills %s with %j', (text, value, expected) => {
    expect(format(text, [value])).toBe(expected);
  });

  it('takes widths from other fields', () => {
    expect(format('{a:>{width}}', [], { a: 'x', width: 3 })).toBe('  x');
  });

  it.each<[string, PyValue]>([
    ['{:d}', '10'],
    ['{:.2f}', '3.1'],
    ['{:>5}', null],
    ['{:s}', 10],
    ['{:.2}', 10],
    ['{:d}', new PyFloat(1)],
  ])('refuses %s of %j', (text, value) => {
    expect(() => format(text, [value])).toThrow(TtpRunError);
  });

  it('tells a missing name from a fault', () => {
    expect(() => format('{nope}')).toThrow(FormatKeyError);
    expect(() => format('{', ['a'])).toThrow(TtpRunError);
    expect(() => format('{:99999999}', ['a'])).toThrow(TtpRunError);
  });
});
