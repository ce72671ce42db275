import { ASCII_SIZE, testOfCharacter, testOfSet } from './character-test.js';
import type { AssertionKind, Node, RepeatNode } from './regex-ast.js';

/** Index for the end of the text in a table of characters. */
export const END_OF_TEXT = ASCII_SIZE;

const LINE_FEED = 0x0a;
const BLANKS = [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20];

/**
 * What a plain text must begin with to match at its start: 1 for each possible character (or `END_OF_TEXT`), else 0. A quick
 * way to tell most texts that cannot match.
 */
export interface StartFilter {
  readonly first: Uint8Array;
  /** The same for the first character that is no blank. */
  readonly firstAfterBlanks: Uint8Array;
}

const ANYTHING = new Uint8Array(ASCII_SIZE + 1).fill(1);

/** Whether a node must consume a character, or can match without: anywhere, or only at the end of the text. */
type Passing = 'never' | 'atEnd' | 'always';

function passingOf(kind: AssertionKind): Passing {
  return kind === 'end' || kind === 'textEnd' ? 'atEnd' : 'always';
}

function union(passings: readonly Passing[]): Passing {
  if (passings.includes('always')) {
    return 'always';
  }
  return passings.includes('atEnd') ? 'atEnd' : 'never';
}

function addTable(table: Uint8Array, added: Uint8Array): void {
  for (let code = 0; code < ASCII_SIZE; code++) {
    table[code] = (table[code] ?? 0) | (added[code] ?? 0);
  }
}

function addSequence(items: readonly Node[], table: Uint8Array): Passing {
  let passing: Passing = 'always';
  for (const item of items) {
    const itemPassing = addFirst(item, table);
    if (itemPassing === 'never') {
      return 'never';
    }
    passing = itemPassing === 'atEnd' ? 'atEnd' : passing;
  }
  return passing;
}

function addRepeat({ min, body }: RepeatNode, table: Uint8Array): Passing {
  const passing = addFirst(body, table);
  return min === 0 ? 'always' : passing;
}

/** Adds the characters that a match of the node can begin with. Lookarounds only narrow that down, so they are passed over. */
function addFirst(node: Node, table: Uint8Array): Passing {
  switch (node.type) {
    case 'char':
      addTable(table, testOfCharacter(node.code).ascii);
      return 'never';
    case 'set':
      addTable(table, testOfSet(node).ascii);
      return 'never';
    case 'assertion':
      return passingOf(node.kind);
    case 'sequence':
      return addSequence(node.items, table);
    case 'alternation':
      return union(node.branches.map((branch) => addFirst(branch, table)));
    case 'repeat':
      return addRepeat(node, table);
    case 'group':
    case 'atomic':
      return addFirst(node.body, table);
    case 'look':
      return 'always';
    case 'backreference':
    case 'conditional':
      table.fill(1);
      return 'never';
    default:
      return node satisfies never;
  }
}

/** The table of a node that is made of one set of characters and has to match some; null for any other. */
function ownTable(node: Node | undefined): Uint8Array | null {
  switch (node?.type) {
    case 'char':
      return testOfCharacter(node.code).ascii;
    case 'set':
      return testOfSet(node).ascii;
    case 'group':
      return ownTable(node.body);
    case 'repeat':
      return node.min > 0 ? ownTable(node.body) : null;
    case 'sequence':
      return ownTable(node.items[0]);
    default:
      return null;
  }
}

function firstOf(items: readonly Node[], start: number): Uint8Array {
  const own = ownTable(items[start]);
  if (own !== null) {
    return own;
  }
  const table = new Uint8Array(ASCII_SIZE + 1);
  const passing = addSequence(items.slice(start), table);
  if (passing === 'always') {
    return ANYTHING;
  }
  if (passing === 'atEnd') {
    table[END_OF_TEXT] = 1;
    table[LINE_FEED] = 1;
  }
  return table;
}

function isBlankRun(node: Node | undefined): boolean {
  if (node?.type !== 'repeat' || node.max !== Infinity || node.body.type !== 'set' || node.body.negated) {
    return false;
  }
  const [item] = node.body.items;
  return node.body.items.length === 1 && item?.type === 'category' && item.name === 'space' && !item.negated;
}

function isTextStart(node: Node | undefined): boolean {
  return node?.type === 'assertion' && node.kind === 'textStart';
}

/** The filter of a pattern. */
export function startFilter(root: Node): StartFilter {
  const items = root.type === 'sequence' ? root.items : [root];
  const start = items.findIndex((item) => !isTextStart(item));
  const first = firstOf(items, Math.max(start, 0));
  if (!isBlankRun(items[start])) {
    return { first, firstAfterBlanks: ANYTHING };
  }
  const firstAfterBlanks = firstOf(items, start + 1);
  const isExact = BLANKS.every((code) => firstAfterBlanks[code] === 0 || code === LINE_FEED);
  return { first, firstAfterBlanks: isExact ? firstAfterBlanks : ANYTHING };
}
