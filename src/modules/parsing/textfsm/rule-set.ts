import { END_OF_TEXT } from '../regex/start-filter.js';
import type { Rule } from './rule.js';

const TABLE_SIZE = END_OF_TEXT + 1;

const TAB = 0x09;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;

function codeAt(line: string, index: number): number {
  return index < line.length ? line.charCodeAt(index) : END_OF_TEXT;
}

function isBlank(code: number): boolean {
  return code === BLANK || (code >= TAB && code <= CARRIAGE_RETURN);
}

/** The rules of a state, in their order, with those found quickly that can match a line at all. */
export class RuleSet {
  /** By the first character of a line and the first that is no blank. */
  private readonly candidatesByStart = new Map<number, readonly Rule[]>();

  constructor(readonly rules: readonly Rule[]) {}

  /** The rules that may match a line, in their order. `plain` as for `PythonRegex.captureAtStart`. */
  candidates(line: string, plain: boolean): readonly Rule[] {
    if (!plain) {
      return this.rules;
    }
    const first = codeAt(line, 0);
    let index = 0;
    let afterBlanks = first;
    while (isBlank(afterBlanks)) {
      afterBlanks = codeAt(line, ++index);
    }
    const key = first * TABLE_SIZE + afterBlanks;
    const known = this.candidatesByStart.get(key);
    if (known !== undefined) {
      return known;
    }
    const candidates = this.rules.filter(({ regex: { startFilter } }) => {
      return startFilter.first[first] === 1 && startFilter.firstAfterBlanks[afterBlanks] === 1;
    });
    this.candidatesByStart.set(key, candidates);
    return candidates;
  }
}

export const NO_RULES = new RuleSet([]);
