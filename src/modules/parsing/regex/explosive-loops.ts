import { childrenOf } from './node-children.js';
import type { Node } from './regex-ast.js';

/** Loops of fewer rounds have few ways to share a text out among them. */
const MANY_ROUNDS = 8;

/** Whether a node may match texts of different lengths, or the same text in different ways. */
function isVariable(node: Node): boolean {
  switch (node.type) {
    case 'repeat':
      return node.min !== node.max || isVariable(node.body);
    case 'sequence':
      return node.items.some((item) => isVariable(item));
    case 'group':
    case 'atomic':
      return isVariable(node.body);
    case 'char':
    case 'set':
    case 'assertion':
    // Takes no text, and is never entered again to be matched in another way.
    case 'look':
      return false;
    default:
      return true;
  }
}

/** The loops of a pattern that match texts of different lengths: a text of `n` characters may be shared out in `n` to their power ways. */
export function countLoops(node: Node): number {
  const own = node.type === 'repeat' && node.max > MANY_ROUNDS && node.min !== node.max ? 1 : 0;
  return childrenOf(node).reduce((sum, child) => sum + countLoops(child), own);
}

/**
 * Whether a pattern holds a loop such as `(\S+\s?)+`, which can share one text out among its rounds in a number of ways that
 * grows exponentially: a text that does not match after all may take the JavaScript engine for ever.
 */
export function hasExplosiveLoop(node: Node): boolean {
  const isExplosive = node.type === 'repeat' && node.max > MANY_ROUNDS && isVariable(node.body);
  return isExplosive || childrenOf(node).some((child) => hasExplosiveLoop(child));
}
