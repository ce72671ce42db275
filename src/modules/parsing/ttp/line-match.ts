import type { Group, LineRule } from './group.js';
import type { MatchedValues } from './match-values.js';

/** A match of a line, or what stands for one where a group starts without. */
export interface LineMatch {
  /** Where it is in the text. */
  readonly offset: number;
  readonly rule: Pick<LineRule, 'action' | 'isLine' | 'joinText' | 'group'>;
  readonly values: MatchedValues;
}

/** Matches without those of a group past an offset; of neighbours at one offset only every other one goes. */
export function withoutPast(end: number, group: Group, matches: readonly LineMatch[]): LineMatch[] {
  const spared = new Set<number>();
  return matches.filter(({ offset, rule }) => {
    if (offset <= end || spared.delete(offset) || rule.group !== group) return true;
    spared.add(offset);
    return false;
  });
}

/** Puts matches in the order of the text; those at one offset stay in the order they were found. */
export function sortByOffset(matches: LineMatch[]): void {
  let last = 0;
  for (const { offset } of matches) {
    if (offset < last) {
      matches.sort((left, right) => left.offset - right.offset);
      return;
    }
    last = offset;
  }
}

/** Index after the last of the matches, in the order of the text, that are at the offset of the one at `first`. */
export function endOfPlace(matches: readonly LineMatch[], first: number): number {
  let end = first + 1;
  while (end < matches.length && matches[end]?.offset === matches[first]?.offset) end++;
  return end;
}
