import type { Node } from './regex-ast.js';

/** Fewest and most code points that a node can consume. */
export interface Width {
  readonly min: number;
  readonly max: number;
}

const NONE: Width = { min: 0, max: 0 };
const ONE: Width = { min: 1, max: 1 };

function sum(widths: readonly Width[]): Width {
  return widths.reduce((total, { min, max }) => ({ min: total.min + min, max: total.max + max }), NONE);
}

function union(widths: readonly Width[]): Width {
  return {
    min: Math.min(...widths.map(({ min }) => min)),
    max: Math.max(...widths.map(({ max }) => max)),
  };
}

function times(count: number, width: number): number {
  return count === 0 || width === 0 ? 0 : count * width;
}

/** The width of a node; `groupWidth` tells that of a group which a back-reference names. */
export function nodeWidth(node: Node, groupWidth: (index: number) => Width): Width {
  const widthOf = (child: Node): Width => nodeWidth(child, groupWidth);
  switch (node.type) {
    case 'char':
    case 'set':
      return ONE;
    case 'sequence':
      return sum(node.items.map(widthOf));
    case 'alternation':
      return union(node.branches.map(widthOf));
    case 'group':
    case 'atomic':
      return widthOf(node.body);
    case 'repeat': {
      const { min, max } = widthOf(node.body);
      return { min: times(node.min, min), max: times(node.max, max) };
    }
    case 'backreference':
      return groupWidth(node.index);
    case 'conditional':
      return union([widthOf(node.yes), widthOf(node.no)]);
    default:
      return NONE;
  }
}
