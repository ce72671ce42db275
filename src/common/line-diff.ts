/** Lines of context around a change. */
const CONTEXT = 3;
/** Past this many changed lines the change is shown as a whole: finding the shortest one would take too long. */
const MOST_CHANGES = 500;

interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** How far the paths of one length come, by diagonal (Myers, "An O(ND) Difference Algorithm"). */
type Reach = ReadonlyMap<number, number>;

/** Whether the furthest path to a diagonal adds a line last, rather than takes one away. */
function adds(reach: Reach, diagonal: number, length: number): boolean {
  if (diagonal === -length) return true;
  return diagonal !== length && (reach.get(diagonal - 1) ?? -1) < (reach.get(diagonal + 1) ?? -1);
}

/** What is reached before each step; `undefined` past the limit. */
function search(before: readonly string[], after: readonly string[]): Reach[] | undefined {
  const reach = new Map<number, number>([[1, 0]]);
  const steps: Reach[] = [];
  for (let length = 0; length <= MOST_CHANGES; length++) {
    steps.push(new Map(reach));
    for (let diagonal = -length; diagonal <= length; diagonal += 2) {
      const isAdded = adds(reach, diagonal, length);
      let x = isAdded ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      reach.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return steps;
    }
  }
  return undefined;
}

/** The edits of the path that was found, by going it back. */
function editsAlong(steps: readonly Reach[], before: readonly string[], after: readonly string[]): Edit[] {
  const edits: Edit[] = [];
  let [x, y] = [before.length, after.length];
  const keep = (untilX: number, untilY: number): void => {
    for (; x > untilX && y > untilY; x--, y--) edits.push({ sign: ' ', line: before[x - 1] ?? '' });
  };
  for (let length = steps.length - 1; length > 0; length--) {
    const reach: Reach = steps[length] ?? new Map<number, number>();
    const isAdded = adds(reach, x - y, length);
    const from = x - y + (isAdded ? 1 : -1);
    const fromX = reach.get(from) ?? 0;
    keep(fromX, fromX - from);
    edits.push(isAdded ? { sign: '+', line: after[--y] ?? '' } : { sign: '-', line: before[--x] ?? '' });
  }
  keep(0, 0);
  return edits.reverse();
}

function editsOf(before: readonly string[], after: readonly string[]): Edit[] {
  const steps = search(before, after);
  if (steps !== undefined) return editsAlong(steps, before, after);
  return [...before.map((line): Edit => ({ sign: '-', line })), ...after.map((line): Edit => ({ sign: '+', line }))];
}

/** Ranges of edits that are shown: each change with its context. */
function hunks(edits: readonly Edit[]): [start: number, end: number][] {
  const found: [number, number][] = [];
  edits.forEach(({ sign }, index) => {
    if (sign === ' ') return;
    const last = found.at(-1);
    const end = Math.min(edits.length, index + CONTEXT + 1);
    if (last !== undefined && index - CONTEXT <= last[1]) last[1] = end;
    else found.push([Math.max(0, index - CONTEXT), end]);
  });
  return found;
}

/** What turns one text into another, as `diff -u` shows it without its head; an empty text where they are the same. */
export function lineDiff(before: string, after: string): string {
  const edits = editsOf(before.split('\n'), after.split('\n'));
  const shown: string[] = [];
  let [position, oldLine, newLine] = [0, 1, 1];
  const advance = (to: number): void => {
    for (; position < to; position++) {
      if (edits[position]?.sign !== '+') oldLine++;
      if (edits[position]?.sign !== '-') newLine++;
    }
  };
  for (const [start, end] of hunks(edits)) {
    advance(start);
    const part = edits.slice(start, end);
    const count = (sign: '+' | '-'): number => part.filter((edit) => edit.sign !== sign).length;
    shown.push(`@@ -${oldLine},${count('+')} +${newLine},${count('-')} @@`);
    shown.push(...part.map(({ sign, line }) => sign + line));
    advance(end);
  }
  return shown.join('\n');
}
