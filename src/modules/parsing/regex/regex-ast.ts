/** `\d`, `\s` and `\w`. */
export type CategoryName = 'digit' | 'space' | 'word';

export interface CategoryItem {
  readonly type: 'category';
  readonly name: CategoryName;
  readonly negated: boolean;
  /** Whether only ASCII characters belong to the category (flag `a`). */
  readonly ascii: boolean;
}

/** Code points from `from` to `to`, both included. */
export interface RangeItem {
  readonly type: 'range';
  readonly from: number;
  readonly to: number;
}

export type SetItem = CategoryItem | RangeItem;

export interface CharNode {
  readonly type: 'char';
  readonly code: number;
}

/** One character out of a set; `.` is the negation of a line feed (or of nothing). Case is folded into the items. */
export interface SetNode {
  readonly type: 'set';
  readonly negated: boolean;
  readonly items: readonly SetItem[];
}

/**
 * `textStart` is `\A` and `^`; `lineStart` is `^` with flag `m`; `textEnd` is `\Z`; `end` is `$` (before one final line feed
 * too); `lineEnd` is `$` with flag `m`.
 */
export type AssertionKind =
  | 'textStart'
  | 'lineStart'
  | 'textEnd'
  | 'end'
  | 'lineEnd'
  | 'wordBoundary'
  | 'notWordBoundary'
  | 'asciiWordBoundary'
  | 'notAsciiWordBoundary';

export interface AssertionNode {
  readonly type: 'assertion';
  readonly kind: AssertionKind;
}

export interface SequenceNode {
  readonly type: 'sequence';
  readonly items: readonly Node[];
}

export interface AlternationNode {
  readonly type: 'alternation';
  readonly branches: readonly Node[];
}

export interface GroupNode {
  readonly type: 'group';
  /** Number of the capturing group, from 1. */
  readonly index: number;
  readonly body: Node;
}

export type RepeatMode = 'greedy' | 'lazy' | 'possessive';

export interface RepeatNode {
  readonly type: 'repeat';
  readonly min: number;
  /** `Infinity` when unbounded. */
  readonly max: number;
  readonly mode: RepeatMode;
  readonly body: Node;
}

export interface LookNode {
  readonly type: 'look';
  readonly negated: boolean;
  /** Code points to step back before matching; null for a lookahead. */
  readonly behind: number | null;
  readonly body: Node;
}

export interface AtomicNode {
  readonly type: 'atomic';
  readonly body: Node;
}

export interface BackreferenceNode {
  readonly type: 'backreference';
  readonly index: number;
  readonly fold: CaseFold;
}

export interface ConditionalNode {
  readonly type: 'conditional';
  readonly index: number;
  readonly yes: Node;
  readonly no: Node;
}

/** How two characters are compared: as they are, or without regard to case in ASCII or in all of Unicode. */
export type CaseFold = 'none' | 'ascii' | 'unicode';

export type Node =
  | CharNode
  | SetNode
  | AssertionNode
  | SequenceNode
  | AlternationNode
  | GroupNode
  | RepeatNode
  | LookNode
  | AtomicNode
  | BackreferenceNode
  | ConditionalNode;

/** A pattern understood, with nothing decided yet about how it is matched. */
export interface ParsedPattern {
  readonly source: string;
  readonly root: Node;
  readonly groupCount: number;
  /** Number of each named group, in the order of their numbers. */
  readonly groupNames: ReadonlyMap<string, number>;
  /** Groups that a back-reference or a condition looks at. */
  readonly referencedGroups: ReadonlySet<number>;
}

export const EMPTY: SequenceNode = { type: 'sequence', items: [] };

export const MAX_CODE_POINT = 0x10ffff;
