import type { KeptGroups } from './loop-rules.js';
import type { AlternationNode, GroupNode, Node, RepeatNode, SequenceNode, SetItem } from './regex-ast.js';
import { range } from './set-nodes.js';

/** The characters of a node that matches exactly one, if they can be put into a set with others. */
function characters(node: Node): readonly SetItem[] | null {
  if (node.type === 'char') {
    return [range(node.code, node.code)];
  }
  return node.type === 'set' && !node.negated ? node.items : null;
}

function isUnboundedGreedy(node: Node): node is RepeatNode {
  return node.type === 'repeat' && node.mode === 'greedy' && node.max === Infinity && node.min <= 1;
}

/** The characters of a loop body made of `x*y*…`, or of a single `x*` or `x+`; null for any other body. */
function loopedCharacters(body: Node): SetItem[] | null {
  const parts = body.type === 'sequence' ? body.items : [body];
  const items: SetItem[] = [];
  for (const part of parts) {
    const partItems = isUnboundedGreedy(part) && (part.min === 0 || parts.length === 1) ? characters(part.body) : null;
    if (partItems === null) {
      return null;
    }
    items.push(...partItems);
  }
  return items;
}

function withBody<T extends { readonly body: Node }>(node: T, body: Node): T {
  return body === node.body ? node : { ...node, body };
}

function withItems(node: SequenceNode, items: readonly Node[]): SequenceNode {
  return items === node.items ? node : { ...node, items };
}

function withBranches(node: AlternationNode, branches: readonly Node[]): AlternationNode {
  return branches === node.branches ? node : { ...node, branches };
}

function simplifyRepeat(loop: RepeatNode, kept: KeptGroups): Node {
  const body = simplify(loop.body, kept);
  if (isUnboundedGreedy(loop)) {
    const items = loopedCharacters(body);
    if (items !== null && items.length > 0) {
      const isNullable = loop.min === 0 || body.type === 'sequence' || (body.type === 'repeat' && body.min === 0);
      return { ...loop, min: isNullable ? 0 : 1, body: { type: 'set', negated: false, items } };
    }
  }
  return withBody(loop, body);
}

function simplifyGroup(group: GroupNode, kept: KeptGroups): Node {
  const body = simplify(group.body, kept);
  return kept.has(group.index) ? withBody(group, body) : body;
}

function simplifyAll(nodes: readonly Node[], kept: KeptGroups): readonly Node[] {
  let changed = false;
  const simplified = nodes.map((node) => {
    const result = simplify(node, kept);
    changed ||= result !== node;
    return result;
  });
  return changed ? simplified : nodes;
}

/**
 * Drops the groups that are not kept, and rewrites loops within loops over single characters, `(\s*-*)*` to `[\s-]*` and
 * `(x+)+` to `x+`: they try the same ends in the same order, but without the exponential number of ways to get there.
 */
export function simplify(node: Node, kept: KeptGroups): Node {
  switch (node.type) {
    case 'repeat':
      return simplifyRepeat(node, kept);
    case 'sequence':
      return withItems(node, simplifyAll(node.items, kept));
    case 'alternation':
      return withBranches(node, simplifyAll(node.branches, kept));
    case 'conditional':
      return { ...node, yes: simplify(node.yes, kept), no: simplify(node.no, kept) };
    case 'group':
      return simplifyGroup(node, kept);
    case 'look':
    case 'atomic':
      return withBody(node, simplify(node.body, kept));
    case 'char':
    case 'set':
    case 'assertion':
    case 'backreference':
      return node;
    default:
      return node satisfies never;
  }
}
