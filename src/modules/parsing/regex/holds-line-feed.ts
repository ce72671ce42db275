import { testOfSet } from './character-test.js';
import type { Node } from './regex-ast.js';

const LINE_FEED = 0x0a;

/** Whether the text that a node matches may hold a line feed. */
export function mayHoldLineFeed(node: Node): boolean {
  switch (node.type) {
    case 'char':
      return node.code === LINE_FEED;
    case 'set':
      return testOfSet(node).has(LINE_FEED);
    case 'sequence':
      return node.items.some(mayHoldLineFeed);
    case 'alternation':
      return node.branches.some(mayHoldLineFeed);
    case 'repeat':
    case 'group':
    case 'atomic':
      return mayHoldLineFeed(node.body);
    case 'conditional':
      return mayHoldLineFeed(node.yes) || mayHoldLineFeed(node.no);
    case 'assertion':
    case 'look':
    // What it refers to is part of the pattern, too.
    case 'backreference':
      return false;
    default:
      return node satisfies never;
  }
}
