const BLANK = 32;

/** Indents past this count as one with others, which costs only time. */
const MAX_INDENT = 0x3fff;

function keyOf(indent: number, firstCode: number): number {
  return (Math.min(indent, MAX_INDENT) << 16) | firstCode;
}

/** The lines of a text, found by how they begin. */
export class LineIndex {
  /** Offsets of the line ends, each of which begins a line. */
  private readonly lineEnds: number[] = [];
  /** What each of those lines begins with, as a key. */
  private readonly keys: number[] = [];
  private readonly offsetsByKey = new Map<number, readonly number[]>();

  constructor(private readonly text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
      this.lineEnds.push(at);
      this.keys.push(this.keyAt(at + 1));
    }
  }

  /** Offsets of the line ends before the lines that may begin with a text: all of them, and perhaps others. */
  candidates(prefix: string): readonly number[] {
    const indent = prefix.search(/[^ ]/);
    if (indent === -1) return this.lineEnds;
    const key = keyOf(indent, prefix.charCodeAt(indent));
    const known = this.offsetsByKey.get(key);
    if (known !== undefined) return known;
    const offsets = this.lineEnds.filter((_, line) => this.keys[line] === key);
    this.offsetsByKey.set(key, offsets);
    return offsets;
  }

  private keyAt(start: number): number {
    let at = start;
    while (this.text.charCodeAt(at) === BLANK) at++;
    return keyOf(at - start, this.text.charCodeAt(at) | 0);
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
