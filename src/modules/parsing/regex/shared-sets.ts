import type { PatternCursor } from './pattern-cursor.js';
import type { Node } from './regex-ast.js';
import type { RegexFlags } from './regex-flags.js';
import { caseFold } from './regex-flags.js';
import { bracketed } from './set-nodes.js';
import { parseSet } from './set-parser.js';

/** Past so many sets all are forgotten. */
const CAPACITY = 5000;

/** Length of the shortest set, `[a]`, without its end. */
const SHORTEST = 2;

const nodes = new Map<string, Node>();

function remember(key: string, node: Node): void {
  if (nodes.size >= CAPACITY) nodes.clear();
  nodes.set(key, node);
}

/**
 * Reads a bracketed set, whose `[` comes next. Patterns have many of them in common, and share their nodes and what is made of
 * those. Where a set ends depends on nothing behind it: one known is found by the text up to the first `]`.
 */
export function takeSet(cursor: PatternCursor, flags: RegexFlags): Node {
  const { pattern, index: start } = cursor;
  const fold = caseFold(flags);
  const meaning = flags.ascii || flags.ignoreCase ? `${fold} ${flags.ascii} ` : '';
  const end = pattern.indexOf(']', start + SHORTEST) + 1;
  const key = meaning + pattern.slice(start, end);
  const known = nodes.get(key);
  if (known !== undefined) {
    cursor.index = end;
    return known;
  }
  cursor.index++;
  const { items, negated } = parseSet(cursor, flags.ascii);
  const node = bracketed(items, negated, fold);
  if (cursor.index === end) remember(key, node);
  return node;
}
