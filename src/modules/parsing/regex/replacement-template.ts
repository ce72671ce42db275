import { DIGITS, OCTAL_DIGITS, controlEscape, identityEscape, octalValue, takeEscaped } from './escape-parser.js';
import { isGroupNumber, isIdentifier } from './group-registry.js';
import { PatternCursor } from './pattern-cursor.js';
import { reprString } from './python-repr.js';

/** What a replacement needs to know of its pattern. */
export interface ReplacementGroups {
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

const BYTE = 0xff;

/** A replacement in the language of Python's `re.sub`: `\1`, `\g<1>`, `\g<name>`, `\n`; a dollar sign is a dollar sign. */
export class ReplacementTemplate {
  private constructor(private readonly parts: readonly (string | number)[]) {}

  /** Throws `PatternSyntaxError` for an unknown escape or group. */
  static parse(replacement: string, groups: ReplacementGroups): ReplacementTemplate {
    const cursor = new PatternCursor(replacement);
    const parts: (string | number)[] = [];
    while (!cursor.isAtEnd) {
      const start = cursor.index;
      parts.push(cursor.skip('\\') ? parseEscape(cursor, groups, start) : takeLiteral(cursor));
    }
    return new ReplacementTemplate(parts);
  }

  /** The text for one match, given its groups by number. */
  expand(groups: readonly (string | null)[]): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : (groups[part] ?? ''))).join('');
  }
}

function takeLiteral(cursor: PatternCursor): string {
  const start = cursor.index;
  const end = cursor.pattern.indexOf('\\', start);
  cursor.index = end < 0 ? cursor.pattern.length : end;
  return cursor.pattern.slice(start, cursor.index);
}

function checkGroup(cursor: PatternCursor, index: number, groups: ReplacementGroups, start: number): number {
  if (index > groups.groupCount) {
    cursor.fail(`invalid group reference ${index}`, start);
  }
  return index;
}

/** A piece of text, or the number of a group. */
function parseEscape(cursor: PatternCursor, groups: ReplacementGroups, start: number): string | number {
  const escaped = takeEscaped(cursor, start);
  if (escaped === 'g') {
    return parseNamedGroup(cursor, groups);
  }
  if (escaped === '0') {
    const digits = escaped + cursor.takeWhile(OCTAL_DIGITS, 2);
    return String.fromCharCode(parseInt(digits, 8) & BYTE);
  }
  if (DIGITS.includes(escaped)) {
    return parseNumber(cursor, escaped, groups, start);
  }
  const code = controlEscape(escaped);
  if (code !== undefined) {
    return String.fromCharCode(code);
  }
  // An escaped character that means nothing keeps its backslash.
  return `\\${String.fromCodePoint(identityEscape(cursor, escaped, start))}`;
}

function parseNumber(cursor: PatternCursor, first: string, groups: ReplacementGroups, start: number): string | number {
  const digits = first + cursor.takeWhile(DIGITS, 1);
  if (digits.length === 2 && [...digits].every((digit) => OCTAL_DIGITS.includes(digit))) {
    const third = cursor.takeWhile(OCTAL_DIGITS, 1);
    if (third !== '') {
      return String.fromCharCode(octalValue(cursor, digits + third, start));
    }
  }
  return checkGroup(cursor, Number(digits), groups, start + 1);
}

function parseNamedGroup(cursor: PatternCursor, groups: ReplacementGroups): number {
  if (!cursor.skip('<')) {
    cursor.fail('missing <');
  }
  const start = cursor.index;
  const name = cursor.takeUntil('>', 'group name');
  if (isIdentifier(name)) {
    return groups.groupNames.get(name) ?? cursor.fail(`unknown group name ${reprString(name)}`, start);
  }
  if (!isGroupNumber(name)) {
    cursor.fail(`bad character in group name ${reprString(name)}`, start);
  }
  return checkGroup(cursor, Number(name), groups, start);
}
