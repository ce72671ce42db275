import { testOfSet } from './character-test.js';
import { childrenOf } from './node-children.js';
import type { Node } from './regex-ast.js';

const LINE_FEED = 0x0a;

export function isLineFeed(node: Node | undefined): boolean {
  return node?.type === 'char' && node.code === LINE_FEED;
}

/** Whether the text that a node matches may hold a line feed. */
export function mayHoldLineFeed(node: Node): boolean {
  if (node.type === 'set') return testOfSet(node).has(LINE_FEED);
  // What looks around takes no text, and a back-reference repeats what another node of the pattern has matched.
  return node.type !== 'look' && (isLineFeed(node) || childrenOf(node).some(mayHoldLineFeed));
}
