import { caseVariants, foldRange } from './case-folding.js';
import type { CaseFold, CategoryItem, CategoryName, CharNode, Node, RangeItem, SetItem, SetNode } from './regex-ast.js';

const CHAR_NODES: CharNode[] = Array.from({ length: 128 }, (_, code) => ({ type: 'char', code }));

const LINE_FEED: RangeItem = { type: 'range', from: 0x0a, to: 0x0a };

export const ANY_BUT_LINE_FEED: SetNode = { type: 'set', negated: true, items: [LINE_FEED] };
export const ANY_CHARACTER: SetNode = { type: 'set', negated: true, items: [] };

const CATEGORY_NAMES: Readonly<Partial<Record<string, CategoryName>>> = { d: 'digit', s: 'space', w: 'word' };

function categoryItems(ascii: boolean): ReadonlyMap<string, CategoryItem> {
  const items = new Map<string, CategoryItem>();
  for (const [letter, name] of Object.entries(CATEGORY_NAMES)) {
    if (name !== undefined) {
      items.set(letter, { type: 'category', name, negated: false, ascii });
      items.set(letter.toUpperCase(), { type: 'category', name, negated: true, ascii });
    }
  }
  return items;
}

const UNICODE_ITEMS = categoryItems(false);
const ASCII_ITEMS = categoryItems(true);

function categoryNodes(items: ReadonlyMap<string, CategoryItem>): ReadonlyMap<string, SetNode> {
  return new Map([...items].map(([letter, item]) => [letter, { type: 'set', negated: false, items: [item] }]));
}

const UNICODE_NODES = categoryNodes(UNICODE_ITEMS);
const ASCII_NODES = categoryNodes(ASCII_ITEMS);

/** The item of `\d`, `\S`, … by its letter; undefined for other letters. */
export function categoryItem(letter: string, ascii: boolean): CategoryItem | undefined {
  return (ascii ? ASCII_ITEMS : UNICODE_ITEMS).get(letter);
}

/** The same as a node; nodes are shared between patterns. */
export function categoryNode(letter: string, ascii: boolean): SetNode | undefined {
  return (ascii ? ASCII_NODES : UNICODE_NODES).get(letter);
}

export function range(from: number, to: number): RangeItem {
  return { type: 'range', from, to };
}

/** One literal character, or the set of its cases. */
export function literal(code: number, fold: CaseFold): Node {
  if (fold !== 'none') {
    const variants = caseVariants(code, fold);
    if (variants.length > 1) {
      return { type: 'set', negated: false, items: variants.map((variant) => range(variant, variant)) };
    }
  }
  return CHAR_NODES[code] ?? { type: 'char', code };
}

/** A bracketed set with the cases of its characters added. */
export function bracketed(items: readonly SetItem[], negated: boolean, fold: CaseFold): Node {
  const [only] = items;
  if (items.length === 1 && !negated && only?.type === 'range' && only.from === only.to) {
    return literal(only.from, fold);
  }
  const folded =
    fold === 'none'
      ? items
      : items.flatMap<SetItem>((item) => (item.type === 'range' ? foldRange(item, fold) : [item]));
  return { type: 'set', negated, items: folded };
}
