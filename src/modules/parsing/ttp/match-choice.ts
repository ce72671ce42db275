import type { Group } from './group.js';
import type { LineMatch } from './line-match.js';

/** What the choice among matches at one offset depends on. */
export interface OpenGroups {
  /** The group of the record under way. */
  readonly current: Group | null;
  readonly isStarted: (id: string | null) => boolean;
}

function firstOrLast(
  matches: readonly LineMatch[],
  ...tests: readonly ((match: LineMatch) => boolean)[]
): LineMatch | undefined {
  for (const test of tests) {
    const found = matches.find(test);
    if (found !== undefined) return found;
  }
  return matches.at(-1);
}

function isOf(group: Group | null): (match: LineMatch) => boolean {
  return ({ rule }) => group !== null && rule.group.id === group.id;
}

function chooseStart(matches: readonly LineMatch[], { current, isStarted }: OpenGroups): LineMatch | undefined {
  return firstOrLast(
    matches,
    (match) => match.values !== false && isOf(current)(match),
    ({ values, rule }) => {
      if (values === false) return false;
      const isBelow = current !== null && rule.group.idName.startsWith(current.idName);
      return isBelow || isStarted(rule.group.parentId);
    },
  );
}

/** Chooses one of the matches at one offset: starts go before other lines, and those before lines that match anything. */
export function chooseMatch(matches: readonly LineMatch[], open: OpenGroups): LineMatch | undefined {
  if (matches.length <= 1) return matches[0];
  const isKind = (action: string) => (match: LineMatch) => !match.rule.isLine && match.rule.action === action;
  for (const kind of ['startempty', 'start']) {
    const starts = matches.filter(isKind(kind));
    if (starts.length > 0) return chooseStart(starts, open);
  }
  const others = matches.filter(({ rule }) => !rule.isLine);
  if (others.length > 0) return firstOrLast(others, isOf(open.current), ({ rule }) => open.isStarted(rule.group.id));
  return firstOrLast(matches, isOf(open.current));
}
