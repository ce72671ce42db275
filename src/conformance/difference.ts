import type { VectorOutcome } from './vector.types.js';

/** Lines of agreement shown before and after what differs. */
const CONTEXT = 2;

/** Most lines shown of either side. */
const MAX_LINES = 20;

function linesOf(value: unknown): string[] {
  return (JSON.stringify(value, null, 2) ?? 'nothing').split('\n');
}

function agreeing(one: readonly string[], other: readonly string[], limit: number): number {
  let count = 0;
  while (count < limit && one[count] === other[count]) count++;
  return count;
}

function shown(lines: readonly string[], sign: string): string[] {
  const hidden = lines.length - MAX_LINES;
  return [
    ...lines.slice(0, MAX_LINES).map((line) => `  ${sign} ${line}`),
    ...(hidden > 0 ? [`  ${sign} … ${hidden} more lines`] : []),
  ];
}

/** Where the two sides of an outcome part: expected lines with `-`, actual ones with `+`. */
export function describeDifference({ expected, actual }: VectorOutcome): string[] {
  const [wanted, given] = [linesOf(expected), linesOf(actual)];
  const shorter = Math.min(wanted.length, given.length);
  const start = agreeing(wanted, given, shorter);
  const end = agreeing(wanted.toReversed(), given.toReversed(), shorter - start);
  return [
    ...shown(wanted.slice(Math.max(0, start - CONTEXT), start), ' '),
    ...shown(wanted.slice(start, wanted.length - end), '-'),
    ...shown(given.slice(start, given.length - end), '+'),
    ...shown(wanted.slice(wanted.length - end).slice(0, CONTEXT), ' '),
  ];
}
