import type { PyDict, PyValue } from '../values.js';
import { textOf } from './match-function.js';

interface Unit {
  readonly name: string;
  /** The spellings of the unit, as a pattern. */
  readonly spellings: string;
  readonly seconds: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The units of a duration, the longest first; a month has 30 days, a year 365. */
const UNITS: readonly Unit[] = [
  { name: 'years', spellings: 'ys?|yrs?.?|years?', seconds: 365 * DAY },
  { name: 'months', spellings: 'mos?.?|mths?.?|months?', seconds: 30 * DAY },
  { name: 'weeks', spellings: 'w|wks?|weeks?', seconds: 7 * DAY },
  { name: 'days', spellings: 'd|dys?|days?', seconds: DAY },
  { name: 'hours', spellings: 'h|hrs?|hours?', seconds: HOUR },
  { name: 'mins', spellings: 'm|mins?|minutes?', seconds: MINUTE },
  { name: 'secs', spellings: 's|secs?|seconds?', seconds: 1 },
];

const DURATION = new RegExp(
  `^\\s*${UNITS.map(({ spellings }, index) => {
    const digits = index < 2 ? '\\d+' : '[\\d.]+';
    const separator = index < UNITS.length - 1 ? '\\s*(?:[,/]\\s*)?' : '';
    return `(?:(${digits})\\s*(?:${spellings})${separator})?`;
  }).join('\\s*')}\\s*$`,
  'i',
);

/** The seconds of a duration such as `2 years, 27 weeks`, or its parts; another text stays as it is. */
export function uptimeParse(value: PyValue, wantsParts: boolean): PyValue {
  const text = textOf(value, 'uptimeparse');
  const match = text.trim() === '' ? null : DURATION.exec(text);
  if (match === null) return value;
  const parts: PyDict = new Map();
  let seconds = 0;
  for (const [index, unit] of UNITS.entries()) {
    const amount = match[index + 1];
    if (amount === undefined) continue;
    if (!/^\d+$/.test(amount)) return value;
    parts.set(unit.name, amount);
    seconds += Number(amount) * unit.seconds;
  }
  return wantsParts ? parts : seconds;
}
