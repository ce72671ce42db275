import { strip } from '../regex/python-text.js';
import { PyFloat, integer, type PyValue } from './values.js';

const INTEGER = /^[+-]?\p{Nd}+(?:_\p{Nd}+)*$/u;
const FLOAT = /^[+-]?(?:(?:\d+(?:_\d+)*)?\.?\d+(?:_\d+)*\.?(?:[eE][+-]?\d+)?|inf|infinity|nan)$/i;

/** ASCII digits for the digits of any script. */
function toAsciiDigits(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let zero = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero--;
    return String(code - zero);
  });
}

/** Python's `int(value)`; null where it raises. */
export function parseInteger(value: PyValue): number | bigint | null {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof PyFloat) return Number.isFinite(value.value) ? integer(BigInt(Math.trunc(value.value))) : null;
  if (typeof value !== 'string') return null;
  const text = strip(value);
  if (!INTEGER.test(text)) return null;
  const digits = toAsciiDigits(text).replace(/[_+]/g, '');
  return digits.length < 15 ? Number(digits) : integer(BigInt(digits));
}

/** Python's `float(value)`; null where it raises. */
export function parseFloatValue(value: PyValue): PyFloat | null {
  if (value instanceof PyFloat) return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return new PyFloat(Number(value));
  if (typeof value !== 'string') return null;
  const text = strip(value);
  if (!FLOAT.test(text)) return null;
  const special = /^([+-]?)(inf|nan)/i.exec(text);
  if (special === null) return new PyFloat(Number(text.replaceAll('_', '')));
  if (special[2]?.toLowerCase() === 'nan') return new PyFloat(Number.NaN);
  return new PyFloat(special[1] === '-' ? -Infinity : Infinity);
}
