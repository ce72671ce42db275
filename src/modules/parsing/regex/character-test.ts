import { isInCategory } from './category-classes.js';
import type { CategoryItem, SetItem, SetNode } from './regex-ast.js';
import { range } from './set-nodes.js';

export const ASCII_SIZE = 128;

function itemHas(item: SetItem, code: number): boolean {
  return item.type === 'range'
    ? code >= item.from && code <= item.to
    : isInCategory(code, item.name, item.ascii) !== item.negated;
}

/** Kinds of characters beyond ASCII that categories tell apart: spaces, digits, other word characters, and the rest. */
const SPACE = 1;
const DIGIT = 2;
const LETTER = 4;
const REST = 8;
const ALL_KINDS = SPACE | DIGIT | LETTER | REST;
const CATEGORY_KINDS = { space: SPACE, digit: DIGIT, word: DIGIT | LETTER } as const;

function kindsOfItem(item: SetItem): number {
  if (item.type === 'range') {
    return item.to < ASCII_SIZE ? 0 : ALL_KINDS;
  }
  const kinds = item.ascii ? 0 : CATEGORY_KINDS[item.name];
  return item.negated ? ALL_KINDS & ~kinds : kinds;
}

/** The kinds of which some character may belong to a set. */
function kindsOfSet({ items, negated }: SetNode): number {
  const kinds = items.reduce((union, item) => union | kindsOfItem(item), 0);
  if (!negated) {
    return kinds;
  }
  // A range may hold a part of each kind and leave out the others.
  const isWhole = items.every((item) => item.type === 'category' || item.to < ASCII_SIZE);
  return isWhole ? ALL_KINDS & ~kinds : ALL_KINDS;
}

const categoryTables = new Map<CategoryItem, Uint8Array>();

/** The ASCII members of a category as a table; parsers share the items. */
function asciiMembers(item: CategoryItem): Uint8Array {
  let table = categoryTables.get(item);
  if (table === undefined) {
    table = Uint8Array.from({ length: ASCII_SIZE }, (_, code) => (itemHas(item, code) ? 1 : 0));
    categoryTables.set(item, table);
  }
  return table;
}

/** Tells which characters belong to a set, ASCII by a table. */
export class CharacterTest {
  /** For each ASCII character 1 if it belongs, else 0; one more that is always 0, for the end of a text. */
  readonly ascii = new Uint8Array(ASCII_SIZE + 1);

  /** The same as bits, 32 characters a number. */
  private readonly asciiBits = [0, 0, 0, 0];

  /** Kinds of characters beyond ASCII that may belong. */
  private readonly otherKinds: number;

  constructor(private readonly set: SetNode) {
    this.otherKinds = kindsOfSet(set);
    for (const item of set.items) {
      this.addAscii(item);
    }
    for (let code = 0; code < ASCII_SIZE; code++) {
      const belongs = (this.ascii[code] === 1) !== set.negated;
      this.ascii[code] = belongs ? 1 : 0;
      if (belongs) {
        this.asciiBits[code >> 5] = (this.asciiBits[code >> 5] ?? 0) | (1 << (code & 31));
      }
    }
  }

  has(code: number): boolean {
    return code < ASCII_SIZE ? this.ascii[code] === 1 : this.decide(code);
  }

  /** Whether some character may belong to both. */
  mayShare(other: CharacterTest): boolean {
    return (
      (this.otherKinds & other.otherKinds) !== 0 ||
      this.asciiBits.some((bits, index) => (bits & (other.asciiBits[index] ?? 0)) !== 0)
    );
  }

  private addAscii(item: SetItem): void {
    if (item.type === 'range') {
      this.ascii.fill(1, item.from, item.to + 1);
      return;
    }
    const members = asciiMembers(item);
    for (let code = 0; code < ASCII_SIZE; code++) {
      this.ascii[code] = (this.ascii[code] ?? 0) | (members[code] ?? 0);
    }
  }

  private decide(code: number): boolean {
    return this.set.items.some((item) => itemHas(item, code)) !== this.set.negated;
  }
}

/** Tests of the nodes that parsers share, `\s`, `.` and the like. */
const sharedTests = new WeakMap<SetNode, CharacterTest>();
const characterTests = Array.from<CharacterTest | undefined>({ length: ASCII_SIZE });

/** The test of a set node; the same for the same node. */
export function testOfSet(set: SetNode): CharacterTest {
  let test = sharedTests.get(set);
  if (test === undefined) {
    test = new CharacterTest(set);
    sharedTests.set(set, test);
  }
  return test;
}

/** The test of a single character. */
export function testOfCharacter(code: number): CharacterTest {
  const known = characterTests[code];
  const test = known ?? new CharacterTest({ type: 'set', negated: false, items: [range(code, code)] });
  if (code < ASCII_SIZE) {
    characterTests[code] = test;
  }
  return test;
}
