import type { CategoryItem, CategoryName } from './regex-ast.js';

interface Members {
  readonly in: string;
  /** The complement, where a bracketed set can hold it; null where there is no such form. */
  readonly notIn: string | null;
}

/**
 * Members of Python's `\d \s \w` as the inside of a bracketed set in JavaScript's `u` syntax. `\s` is what `str.isspace` says,
 * `\w` is `str.isalnum` and the underscore, `\d` is `str.isdecimal`.
 */
const UNICODE_MEMBERS: Readonly<Record<CategoryName, Members>> = {
  digit: { in: '\\p{Nd}', notIn: '\\P{Nd}' },
  space: {
    in: '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000',
    notIn:
      '\\0-\\x08\\x0e-\\x1b\\x21-\\x84\\x86-\\x9f\\xa1-\\u167f\\u1681-\\u1fff\\u200b-\\u2027\\u202a-\\u202e' +
      '\\u2030-\\u205e\\u2060-\\u2fff\\u3001-\\u{10ffff}',
  },
  word: { in: '\\p{L}\\p{N}_', notIn: null },
};

const ASCII_MEMBERS: Readonly<Record<CategoryName, Members>> = {
  digit: { in: '0-9', notIn: '\\0-/:-\\u{10ffff}' },
  space: { in: '\\t-\\r\\x20', notIn: '\\0-\\x08\\x0e-\\x1f!-\\u{10ffff}' },
  word: { in: '0-9A-Z_a-z', notIn: '\\0-/:-@\\x5b-\\x5e`\\x7b-\\u{10ffff}' },
};

function members(name: CategoryName, ascii: boolean): Members {
  return (ascii ? ASCII_MEMBERS : UNICODE_MEMBERS)[name];
}

/** A category as a bracketed set of its own. Needs flag `u`. */
export function categoryClass({ name, ascii, negated }: Omit<CategoryItem, 'type'>): string {
  return `[${negated ? '^' : ''}${members(name, ascii).in}]`;
}

/** A category as a part of a bracketed set; null where it can only stand for itself. Needs flag `u`. */
export function categoryMembers({ name, ascii, negated }: CategoryItem): string | null {
  return negated ? members(name, ascii).notIn : members(name, ascii).in;
}

const TESTS = new Map<CategoryName, Record<'unicode' | 'ascii', RegExp>>(
  (['digit', 'space', 'word'] as const).map((name) => [
    name,
    {
      unicode: new RegExp(categoryClass({ name, ascii: false, negated: false }), 'u'),
      ascii: new RegExp(categoryClass({ name, ascii: true, negated: false }), 'u'),
    },
  ]),
);

/** Whether Python counts a code point to the category. */
export function isInCategory(code: number, name: CategoryName, ascii: boolean): boolean {
  return TESTS.get(name)?.[ascii ? 'ascii' : 'unicode'].test(String.fromCodePoint(code)) ?? false;
}
