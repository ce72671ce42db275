import { OCTAL_DIGITS, controlEscape, hexEscape, identityEscape, octalValue, takeEscaped } from './escape-parser.js';
import type { PatternCursor } from './pattern-cursor.js';
import type { SetItem } from './regex-ast.js';
import { categoryItem, range } from './set-nodes.js';

const DASH = 0x2d;

interface Member {
  /** The member as written, for error messages; an escape by its first two characters. */
  readonly text: string;
  /** A single character, or a category such as `\d`. */
  readonly value: number | SetItem;
}

export interface ParsedSet {
  readonly negated: boolean;
  readonly items: SetItem[];
}

function escapedMember(cursor: PatternCursor, ascii: boolean): Member {
  const start = cursor.index - 1;
  const escaped = takeEscaped(cursor, start);
  const text = `\\${escaped}`;
  const known = categoryItem(escaped, ascii) ?? controlEscape(escaped) ?? hexEscape(cursor, escaped, start);
  if (known !== undefined) {
    return { text, value: known };
  }
  if (OCTAL_DIGITS.includes(escaped)) {
    return { text, value: octalValue(cursor, escaped + cursor.takeWhile(OCTAL_DIGITS, 2), start) };
  }
  return { text, value: identityEscape(cursor, escaped, start) };
}

function takeMember(cursor: PatternCursor, ascii: boolean, setStart: number): Member {
  const text = cursor.take();
  if (text === '') {
    cursor.fail('unterminated character set', setStart);
  }
  return text === '\\' ? escapedMember(cursor, ascii) : { text, value: text.codePointAt(0) ?? 0 };
}

function toItem(value: number | SetItem): SetItem {
  return typeof value === 'number' ? range(value, value) : value;
}

function toRange(cursor: PatternCursor, from: Member, to: Member): SetItem {
  if (typeof from.value !== 'number' || typeof to.value !== 'number' || to.value < from.value) {
    const text = `${from.text}-${to.text}`;
    return cursor.fail(`bad character range ${text}`, cursor.index - text.length);
  }
  return range(from.value, to.value);
}

/** Reads a bracketed set whose `[` has been taken. */
export function parseSet(cursor: PatternCursor, ascii: boolean): ParsedSet {
  const setStart = cursor.index - 1;
  const negated = cursor.skip('^');
  const items: SetItem[] = [];
  while (items.length === 0 || !cursor.skip(']')) {
    const member = takeMember(cursor, ascii, setStart);
    if (!cursor.skip('-')) {
      items.push(toItem(member.value));
    } else if (cursor.skip(']')) {
      items.push(toItem(member.value), range(DASH, DASH));
      break;
    } else {
      items.push(toRange(cursor, member, takeMember(cursor, ascii, setStart)));
    }
  }
  return { negated, items };
}
