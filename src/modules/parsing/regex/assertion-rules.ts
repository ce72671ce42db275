import { isInCategory } from './category-classes.js';
import type { AssertionKind } from './regex-ast.js';

function isWordAt(subject: string, position: number, ascii: boolean): boolean {
  const code = subject.codePointAt(position);
  return code !== undefined && isInCategory(code, 'word', ascii);
}

function isWordBefore(subject: string, position: number, ascii: boolean): boolean {
  const isPair = position > 1 && (subject.codePointAt(position - 2) ?? 0) > 0xffff;
  return position > 0 && isWordAt(subject, position - (isPair ? 2 : 1), ascii);
}

function isBoundary(subject: string, position: number, ascii: boolean): boolean {
  return isWordBefore(subject, position, ascii) !== isWordAt(subject, position, ascii);
}

const RULES: Readonly<Record<AssertionKind, (subject: string, position: number) => boolean>> = {
  textStart: (_subject, position) => position === 0,
  lineStart: (subject, position) => position === 0 || subject[position - 1] === '\n',
  textEnd: (subject, position) => position === subject.length,
  end: (subject, position) =>
    position === subject.length || (position === subject.length - 1 && subject[position] === '\n'),
  lineEnd: (subject, position) => position === subject.length || subject[position] === '\n',
  wordBoundary: (subject, position) => isBoundary(subject, position, false),
  asciiWordBoundary: (subject, position) => isBoundary(subject, position, true),
  // Python's \B never matches in an empty text.
  notWordBoundary: (subject, position) => subject !== '' && !isBoundary(subject, position, false),
  notAsciiWordBoundary: (subject, position) => subject !== '' && !isBoundary(subject, position, true),
};

/** Whether a zero-width assertion holds at a position. */
export function assertionHolds(kind: AssertionKind, subject: string, position: number): boolean {
  return RULES[kind](subject, position);
}
