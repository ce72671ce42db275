import { parseInteger } from '../numbers.js';
import { TtpRunError } from '../ttp.errors.js';
import type { PyValue } from '../values.js';
import { textOf } from './match-function.js';

/** Most numbers a range may stand for: more than the VLANs of a switch and the ports of a host. */
const MAX_RANGE = 1_000_000;

function integerOf(text: string | undefined): number {
  const value = parseInteger(text ?? '');
  if (value === null) throw new TtpRunError(`unrange() needs numbers on both sides of a range, not "${text ?? ''}"`);
  return Number(value);
}

/** Numbers between two others, without them. */
function between(first: number, last: number): string[] {
  if (last - first > MAX_RANGE)
    throw new TtpRunError(`The range ${first} to ${last} has more than ${MAX_RANGE} numbers`);
  return Array.from({ length: Math.max(last - first - 1, 0) }, (_, index) => String(first + 1 + index));
}

/** Writes out the ranges of a list: `8,10-13,20` becomes `8,10,11,12,13,20`. One that does not end with a number stays. */
export function unrange(value: PyValue, rangeText: PyValue | undefined, joinText: PyValue | undefined): PyValue {
  const text = textOf(value, 'unrange');
  const joiner = textOf(joinText, 'unrange');
  const ranger = textOf(rangeText, 'unrange');
  if (!text.includes(ranger)) return value;
  let result: string[] = [];
  for (const part of text.split(ranger)) {
    const items = part.split(joiner).filter((item) => item !== '');
    if (result.length === 0) {
      result = items;
      continue;
    }
    const first = integerOf(result.at(-1));
    if (items.length > 0 && parseInteger(items[0] ?? '') === null) return value;
    result.push(...between(first, integerOf(items[0])), ...items);
  }
  return result.join(joiner);
}
