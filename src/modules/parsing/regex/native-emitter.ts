import { categoryClass, categoryMembers } from './category-classes.js';
import type { AssertionKind, CategoryItem, LookNode, Node, RepeatNode, SetItem, SetNode } from './regex-ast.js';

/**
 * What the text to be matched is known to hold. `plain`: ASCII without U+001C to U+001F, where JavaScript's own `\d \w \s \b`
 * mean what Python's do, and no character takes two UTF-16 units. `singleLine`: no line feed.
 */
export interface SubjectKind {
  readonly plain: boolean;
  readonly singleLine: boolean;
}

const LAST_ASCII = 0x7f;
const LAST_TWO_HEX_DIGITS = 0xff;

const WORD = categoryClass({ name: 'word', ascii: false, negated: false });

const ASSERTIONS: Readonly<Record<AssertionKind, string>> = {
  textStart: '^',
  lineStart: '(?<![^\\n])',
  textEnd: '$',
  end: '(?=\\n?$)',
  lineEnd: '(?=\\n|$)',
  wordBoundary: `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`,
  // Python's \B never matches in an empty text.
  notWordBoundary: `(?!^$)(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`,
  asciiWordBoundary: '\\b',
  notAsciiWordBoundary: '(?!^$)\\B',
};

const PLAIN_CATEGORIES = {
  digit: ['\\d', '\\D'],
  space: ['\\s', '\\S'],
  word: ['\\w', '\\W'],
} as const;

const SYNTAX_CHARACTERS = '^$\\.*+?()[]{}|/';

function hexadecimal(code: number): string {
  const digits = code.toString(16);
  return code <= LAST_TWO_HEX_DIGITS ? `\\x${digits.padStart(2, '0')}` : `\\u{${digits}}`;
}

function isAlphanumeric(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

function outsideSet(code: number): string {
  if (code < 0x20 || code >= LAST_ASCII) {
    return hexadecimal(code);
  }
  const character = String.fromCharCode(code);
  return SYNTAX_CHARACTERS.includes(character) ? `\\${character}` : character;
}

const ASCII_OUTSIDE_SET = Array.from({ length: 128 }, (_, code) => outsideSet(code));

function insideSet(code: number): string {
  return isAlphanumeric(code) ? String.fromCharCode(code) : hexadecimal(code);
}

/** Whether a set item is a category that cannot be put into brackets with others. */
function standsAlone(item: SetItem): item is CategoryItem {
  return item.type === 'category' && categoryMembers(item) === null;
}

function quantifier({ min, max, mode }: RepeatNode): string {
  return bounds(min, max) + (mode === 'lazy' ? '?' : '');
}

function bounds(min: number, max: number): string {
  if (max === Infinity) {
    return min <= 1 ? '*+'.charAt(min) : `{${min},}`;
  }
  if (min === 0 && max === 1) {
    return '?';
  }
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

/** Writes a tree that JavaScript matches as Python does, as the source of a JavaScript regular expression. */
class NativeEmitter {
  constructor(private readonly subject: SubjectKind) {}

  emit(node: Node): string {
    switch (node.type) {
      case 'char':
        return this.char(node.code);
      case 'set':
        return this.set(node);
      case 'assertion':
        return this.assertion(node.kind);
      case 'sequence':
        return this.sequence(node.items);
      case 'alternation':
        return node.branches.map((branch) => this.emit(branch)).join('|');
      case 'group':
        return `(${this.emit(node.body)})`;
      case 'repeat':
        return this.repeatable(node.body) + quantifier(node);
      case 'look':
        return this.look(node);
      case 'atomic':
      case 'backreference':
      case 'conditional':
        throw new TypeError(`A ${node.type} has no JavaScript form.`);
      default:
        return node satisfies never;
    }
  }

  private look({ negated, behind, body }: LookNode): string {
    return `(?${behind === null ? '' : '<'}${negated ? '!' : '='}${this.emit(body)})`;
  }

  private sequence(items: readonly Node[]): string {
    let source = '';
    for (const item of items) {
      source += item.type === 'alternation' ? `(?:${this.emit(item)})` : this.emit(item);
    }
    return source;
  }

  private repeatable(body: Node): string {
    const source = this.emit(body);
    return body.type === 'char' || body.type === 'set' || body.type === 'group' ? source : `(?:${source})`;
  }

  private char(code: number): string {
    if (code > LAST_ASCII) {
      return this.subject.plain ? '[]' : hexadecimal(code);
    }
    return ASCII_OUTSIDE_SET[code] ?? '';
  }

  private assertion(kind: AssertionKind): string {
    if (kind === 'end' && this.subject.singleLine) {
      return '$';
    }
    if (this.subject.plain && kind === 'wordBoundary') {
      return ASSERTIONS.asciiWordBoundary;
    }
    if (this.subject.plain && kind === 'notWordBoundary') {
      return ASSERTIONS.notAsciiWordBoundary;
    }
    return ASSERTIONS[kind];
  }

  private set({ items, negated }: SetNode): string {
    const [only] = items;
    if (this.subject.plain && items.length === 1 && only?.type === 'category') {
      return PLAIN_CATEGORIES[only.name][only.negated === negated ? 0 : 1];
    }
    const outsiders = this.subject.plain ? [] : items.filter((item) => standsAlone(item));
    if (outsiders.length === 0) {
      return this.brackets(items, negated);
    }
    const insiders = items.filter((item) => !standsAlone(item));
    const alternatives = [this.brackets(insiders, false), ...outsiders.map((item) => categoryClass(item))].join('|');
    return negated ? `(?:(?!${alternatives})[^])` : `(?:${alternatives})`;
  }

  private brackets(items: readonly SetItem[], negated: boolean): string {
    return `[${negated ? '^' : ''}${items.map((item) => this.setItem(item)).join('')}]`;
  }

  private setItem(item: SetItem): string {
    if (item.type === 'category') {
      return this.subject.plain ? PLAIN_CATEGORIES[item.name][item.negated ? 1 : 0] : (categoryMembers(item) ?? '');
    }
    const to = this.subject.plain ? Math.min(item.to, LAST_ASCII) : item.to;
    if (item.from > to) {
      return '';
    }
    return item.from === to ? insideSet(to) : `${insideSet(item.from)}-${insideSet(to)}`;
  }
}

/** The source of a JavaScript regular expression for one kind of subject. */
export function emitNative(root: Node, subject: SubjectKind): string {
  return new NativeEmitter(subject).emit(root);
}
