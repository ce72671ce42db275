import type { PatternCursor } from './pattern-cursor.js';
import { MAX_CODE_POINT } from './regex-ast.js';

const HEX_DIGITS = '0123456789abcdefABCDEF';
export const OCTAL_DIGITS = '01234567';
export const DIGITS = '0123456789';
const MAX_OCTAL = 0o377;

const CONTROL_ESCAPES: Readonly<Partial<Record<string, number>>> = {
  a: 0x07,
  b: 0x08,
  f: 0x0c,
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  v: 0x0b,
  '\\': 0x5c,
};

const HEX_LENGTHS: Readonly<Partial<Record<string, number>>> = { x: 2, u: 4, U: 8 };

const ASCII_LETTER = /^[A-Za-z]$/;

/** The character of `\n`, `\t`, `\\`, … (and of `\b`, where it is no word boundary). */
export function controlEscape(letter: string): number | undefined {
  return CONTROL_ESCAPES[letter];
}

/** Takes the character after a backslash. `start` is the backslash. */
export function takeEscaped(cursor: PatternCursor, start: number): string {
  const escaped = cursor.take();
  if (escaped === '') {
    cursor.fail('bad escape (end of pattern)', start);
  }
  return escaped;
}

/** `\xHH`, `\uHHHH`, `\UHHHHHHHH`; undefined for other letters. */
export function hexEscape(cursor: PatternCursor, letter: string, start: number): number | undefined {
  const length = HEX_LENGTHS[letter];
  if (length === undefined) {
    return undefined;
  }
  const digits = cursor.takeWhile(HEX_DIGITS, length);
  if (digits.length < length) {
    cursor.fail(`incomplete escape \\${letter}${digits}`, start);
  }
  const code = parseInt(digits, 16);
  if (code > MAX_CODE_POINT) {
    cursor.fail(`bad escape \\${letter}${digits}`, start);
  }
  return code;
}

/** The value of octal digits already taken. */
export function octalValue(cursor: PatternCursor, digits: string, start: number): number {
  const code = parseInt(digits, 8);
  if (code > MAX_OCTAL) {
    cursor.fail(`octal escape value \\${digits} outside of range 0-0o377`, start);
  }
  return code;
}

/** Any other escaped character stands for itself, unless it is an ASCII letter or digit. */
export function identityEscape(cursor: PatternCursor, escaped: string, start: number): number {
  if (escaped === 'N') {
    cursor.refuse('character names (\\N{…}) are not known here, use \\uXXXX instead', start);
  }
  if (ASCII_LETTER.test(escaped) || DIGITS.includes(escaped)) {
    cursor.fail(`bad escape \\${escaped}`, start);
  }
  return escaped.codePointAt(0) ?? 0;
}
