import type { CaseFold, RangeItem } from './regex-ast.js';

/** Past this code point Unicode has no character with another case. */
const LAST_CASED = 0x1e943;

const ASCII_CASE_BIT = 0x20;

/** Python compares the first character of the lower-case form. */
export function lowerCase(code: number): number {
  return String.fromCodePoint(code).toLowerCase().codePointAt(0) ?? code;
}

function isAsciiLetter(code: number): boolean {
  const lower = code | ASCII_CASE_BIT;
  return lower >= 0x61 && lower <= 0x7a;
}

/** Characters that differ only in case, as Python sees it, by any one of them. */
let caseGroups: ReadonlyMap<number, readonly number[]> | undefined;

function addTo(groups: Map<string, Set<number>>, key: string, code: number): void {
  const group = groups.get(key);
  if (group === undefined) {
    groups.set(key, new Set([code]));
  } else {
    group.add(code);
  }
}

/**
 * Two characters are equal when their lower-case forms are, or when those share one upper-case form: `s`, `S` and `ſ`;
 * `k`, `K` and the Kelvin sign; `i`, `I`, `ı` and `İ`.
 */
function buildCaseGroups(): ReadonlyMap<number, readonly number[]> {
  const byUpper = new Map<string, Set<number>>();
  for (let code = 0; code <= LAST_CASED; code++) {
    const character = String.fromCodePoint(code);
    const lower = String.fromCodePoint(lowerCase(code));
    if (lower !== character || lower.toUpperCase() !== character) {
      addTo(byUpper, lower.toUpperCase(), code);
    }
  }
  const groups = new Map<number, readonly number[]>();
  for (const members of byUpper.values()) {
    const sorted = [...members].sort((a, b) => a - b);
    sorted.forEach((code) => groups.set(code, sorted));
  }
  return groups;
}

/** Every character that a pattern's `code` matches, itself included. */
export function caseVariants(code: number, fold: CaseFold): readonly number[] {
  if (fold === 'none') {
    return [code];
  }
  if (fold === 'ascii') {
    return isAsciiLetter(code) ? [code & ~ASCII_CASE_BIT, code | ASCII_CASE_BIT] : [code];
  }
  caseGroups ??= buildCaseGroups();
  return caseGroups.get(code) ?? [code];
}

/** The range and, beside it, the other cases of its characters. */
export function foldRange(range: RangeItem, fold: CaseFold): RangeItem[] {
  const ranges = [range];
  if (fold === 'none') {
    return ranges;
  }
  const variants = new Set<number>();
  for (let code = range.from; code <= Math.min(range.to, LAST_CASED); code++) {
    caseVariants(code, fold).forEach((variant) => variants.add(variant));
  }
  for (const code of variants) {
    if (code < range.from || code > range.to) {
      ranges.push({ type: 'range', from: code, to: code });
    }
  }
  return ranges;
}

/** Whether two characters are equal under the fold. */
export function equalsFolded(a: number, b: number, fold: CaseFold): boolean {
  return a === b || (fold !== 'none' && caseVariants(a, fold).includes(b));
}
