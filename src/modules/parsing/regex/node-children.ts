import type { Node } from './regex-ast.js';

/** The nodes right within a node. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.type) {
    case 'sequence':
      return node.items;
    case 'alternation':
      return node.branches;
    case 'conditional':
      return [node.yes, node.no];
    case 'repeat':
    case 'group':
    case 'look':
    case 'atomic':
      return [node.body];
    case 'char':
    case 'set':
    case 'assertion':
    case 'backreference':
      return [];
    default:
      return node satisfies never;
  }
}
