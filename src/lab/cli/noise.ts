/** Gives numbers from 0 up to 1. */
export type RandomSource = () => number;

/** A random source that gives the same numbers for the same seed (mulberry32). */
export function seededRandom(seed: number): RandomSource {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ESCAPES = [
  '\x1b[0m',
  '\x1b[1;31m',
  '\x1b[K',
  '\x1b[?25h',
  '\x1b[2J',
  '\x1b[5n',
  '\x1b]0;title\x07',
  '\x1b(B',
  '\x1b=',
];
const CONTROLS = ['\x00', '\x07', '\x0e', '\x0f', '\x7f'];
const NO_UTF8 = ['\xff', '\xfe', '\xc3', '\xe2\x82', '\xf0\x9f\x98', '\x80', '\xc0\xaf'];
const POOLS = [ESCAPES, CONTROLS, NO_UTF8];

/** Line noise: escape sequences, control characters and bytes that are no UTF-8, one character per byte. No line ends. */
export function noise(random: RandomSource, pieces = 12): string {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  return Array.from({ length: pieces }, () => pick(pick(POOLS) ?? []) ?? '').join('');
}
