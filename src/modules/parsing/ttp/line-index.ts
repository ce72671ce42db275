const BLANK = 32;

/** Of an indent this long or longer only so much is looked at. */
const MAX_INDENT = 8;

/** What a line begins with, as far as it is looked at: the length of its indent and the character after that. */
function keyAt(text: string, start: number): number {
  let at = start;
  while (at < start + MAX_INDENT && text.charCodeAt(at) === BLANK) at++;
  return ((at - start) << 16) | text.charCodeAt(at);
}

/** The lines of a text, found by how they begin. */
export class LineIndex {
  /** Offsets of the line ends, each of which begins a line. */
  private readonly lineEnds: number[] = [];
  /** What each of those lines begins with, as a key. */
  private readonly keys: number[] = [];
  private readonly offsetsByKey = new Map<number, readonly number[]>();

  constructor(text: string) {
    // No line begins at the very end, and to look past it costs much more than to look into a text.
    const last = text.length - 1;
    for (let at = text.indexOf('\n'); at !== -1 && at < last; at = text.indexOf('\n', at + 1)) {
      this.lineEnds.push(at);
      this.keys.push(keyAt(text, at + 1));
    }
  }

  /** Offsets of the line ends before the lines that may begin with a text: all of them, and perhaps others. */
  candidates(prefix: string): readonly number[] {
    if (prefix.length <= MAX_INDENT && /^ *$/.test(prefix)) return this.lineEnds;
    const key = keyAt(prefix, 0);
    const known = this.offsetsByKey.get(key);
    if (known !== undefined) return known;
    const offsets = this.lineEnds.filter((_, line) => this.keys[line] === key);
    this.offsetsByKey.set(key, offsets);
    return offsets;
  }
}

/** Index of the first offset that is not below another one; offsets ascend. */
export function firstAtLeast(offsets: readonly number[], least: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
