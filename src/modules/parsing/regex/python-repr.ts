const ESCAPES: Readonly<Partial<Record<string, string>>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** What Python does not print as it is: control characters, separators but for the blank, and what is not assigned. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

function escaped(character: string, quote: string): string {
  if (character === quote) {
    return `\\${quote}`;
  }
  const known = ESCAPES[character];
  if (known !== undefined) {
    return known;
  }
  if (!UNPRINTABLE.test(character)) {
    return character;
  }
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code <= 0xff) {
    return `\\x${digits.padStart(2, '0')}`;
  }
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}

/** Python's `repr` of a string. */
export function reprString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return quote + [...text].map((character) => escaped(character, quote)).join('') + quote;
}

/** Python's `repr` of a dictionary of strings and `None`. */
export function reprDictionary(entries: Readonly<Record<string, string | null>>): string {
  const items = Object.entries(entries).map(([key, value]) => {
    return `${reprString(key)}: ${value === null ? 'None' : reprString(value)}`;
  });
  return `{${items.join(', ')}}`;
}

/** Python's `repr` of a list of strings. */
export function reprList(items: readonly string[]): string {
  return `[${items.map(reprString).join(', ')}]`;
}
