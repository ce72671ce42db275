import type { GroupNode, LookNode, Node, RepeatNode } from './regex-ast.js';

/**
 * JavaScript and Python agree on a pattern but for three things, all of them about loops:
 * - JavaScript forgets a loop's captures at the start of each round, Python keeps the last one;
 * - JavaScript takes back a round that consumed nothing, Python lets it stand;
 * - back-references to groups that took no part, conditions, atomic groups and possessive loops.
 * The flags below say of a node what is needed to tell whether any of them can show.
 */
export const NULLABLE = 1;
/** Once the node has matched nothing, backtracking into it finds nothing but that again. */
export const EMPTY_LAST = 2;
/** The node holds a capture that somebody reads. */
export const CAPTURES = 4;
/** The node can match without setting one of those captures. */
export const SKIPS_CAPTURE = 8;
/** JavaScript would match or capture something else. */
export const DIFFERS = 16;

const INHERITED = CAPTURES | SKIPS_CAPTURE | DIFFERS;

function sequenceTraits(items: readonly Node[], kept: KeptGroups): number {
  let traits = NULLABLE | EMPTY_LAST;
  for (const item of items) {
    const itemTraits = loopTraits(item, kept);
    traits |= itemTraits & INHERITED;
    traits &= itemTraits | ~(NULLABLE | EMPTY_LAST);
  }
  return traits & NULLABLE ? traits : traits | EMPTY_LAST;
}

function alternationTraits(branches: readonly Node[], kept: KeptGroups): number {
  let traits = EMPTY_LAST;
  for (const branch of branches) {
    const branchTraits = loopTraits(branch, kept);
    if (traits & NULLABLE) {
      traits &= ~EMPTY_LAST;
    }
    traits |= branchTraits & (INHERITED | NULLABLE);
    traits &= branchTraits | ~EMPTY_LAST;
  }
  return traits & CAPTURES ? traits | SKIPS_CAPTURE : traits;
}

function roundDiffers(loop: RepeatNode, body: number): boolean {
  if (loop.mode === 'possessive') {
    return true;
  }
  if (body & NULLABLE && loop.min !== loop.max && (body & CAPTURES || !(body & EMPTY_LAST))) {
    return true;
  }
  return loop.max > 1 && (body & SKIPS_CAPTURE) !== 0;
}

function repeatTraits(loop: RepeatNode, kept: KeptGroups): number {
  const body = loopTraits(loop.body, kept);
  let traits = body & INHERITED;
  if (roundDiffers(loop, body)) {
    traits |= DIFFERS;
  }
  if (loop.min === 0 && body & CAPTURES) {
    traits |= SKIPS_CAPTURE;
  }
  if (loop.min > 0 && !(body & NULLABLE)) {
    return traits | EMPTY_LAST;
  }
  const emptyLast = loop.mode === 'greedy' && (body & EMPTY_LAST || !(body & NULLABLE));
  return traits | NULLABLE | (emptyLast ? EMPTY_LAST : 0);
}

function groupTraits({ index, body }: GroupNode, kept: KeptGroups): number {
  return loopTraits(body, kept) | (kept.has(index) ? CAPTURES : 0);
}

function lookTraits({ negated, behind, body }: LookNode, kept: KeptGroups): number {
  const traits = loopTraits(body, kept) & INHERITED;
  const capturesDiffer = (negated || behind !== null) && (traits & CAPTURES) !== 0;
  return NULLABLE | EMPTY_LAST | traits | (capturesDiffer ? DIFFERS : 0);
}

/** Numbers of the groups whose captures are read. */
export type KeptGroups = ReadonlySet<number>;

/** The flags above for a node. */
export function loopTraits(node: Node, kept: KeptGroups): number {
  switch (node.type) {
    case 'char':
    case 'set':
      return EMPTY_LAST;
    case 'assertion':
      return NULLABLE | EMPTY_LAST;
    case 'sequence':
      return sequenceTraits(node.items, kept);
    case 'alternation':
      return alternationTraits(node.branches, kept);
    case 'group':
      return groupTraits(node, kept);
    case 'repeat':
      return repeatTraits(node, kept);
    case 'look':
      return lookTraits(node, kept);
    case 'atomic':
    case 'backreference':
    case 'conditional':
      return DIFFERS;
    default:
      return node satisfies never;
  }
}
