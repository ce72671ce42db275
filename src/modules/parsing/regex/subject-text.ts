import { equalsFolded } from './case-folding.js';
import type { CharacterTest } from './character-test.js';
import { ASCII_SIZE } from './character-test.js';
import type { CaseFold } from './regex-ast.js';

/** Instead of a position: there is no match. */
export const FAILED = -1;

const LAST_BMP = 0xffff;

function codeAt(subject: string, position: number): number {
  return subject.codePointAt(position) ?? -1;
}

/** Takes one character that passes a test; gives the position after it, or `FAILED`. */
export function takeCharacter(subject: string, position: number, test: CharacterTest): number {
  const unit = subject.charCodeAt(position);
  if (unit < ASCII_SIZE) {
    return test.ascii[unit] === 1 ? position + 1 : FAILED;
  }
  const code = codeAt(subject, position);
  return code >= 0 && test.has(code) ? position + (code > LAST_BMP ? 2 : 1) : FAILED;
}

/** A part of the subject that is to come again. */
interface Captured {
  readonly from: number;
  readonly to: number;
  readonly fold: CaseFold;
}

/** Takes what was captured once more; gives the position after it, or `FAILED`. */
export function takeAgain(subject: string, start: number, { from, to, fold }: Captured): number {
  let position = start;
  for (let index = from; index < to;) {
    const expected = codeAt(subject, index);
    const found = codeAt(subject, position);
    if (found < 0 || !equalsFolded(expected, found, fold)) {
      return FAILED;
    }
    index += expected > LAST_BMP ? 2 : 1;
    position += found > LAST_BMP ? 2 : 1;
  }
  return position;
}

/** The position some characters further back, or `FAILED` past the start. */
export function stepBack(subject: string, position: number, count: number): number {
  let index = position;
  for (let step = 0; step < count; step++) {
    if (index === 0) {
      return FAILED;
    }
    index -= index > 1 && codeAt(subject, index - 2) > LAST_BMP ? 2 : 1;
  }
  return index;
}
