/** Column after which a text is continued on the next line. */
const WIDTH = 80;

/** Plain texts that YAML 1.1 reads as something else than a text. */
const OTHER_TYPES: readonly RegExp[] = [
  /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|~|null|Null|NULL|<<|=)?$/,
  /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][\d_]*(?::[0-5]?\d)*|0x[\da-fA-F_]+)$/,
  /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*)$/,
  /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  /^\d{4}-(?:\d\d-\d\d|\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/,
];

/** What a plain text must not be: it would start, end or separate something, or lose its blanks. */
const NOT_PLAIN = /^[#,[\]{}&*!|>'"%@`]|^[-?:](?:\s|$)|^---|^\.\.\.|:(?:\s|$)|\s#|^\s|\s$|\n/;

const NEEDS_ESCAPES = /[^\n\x20-\x7e]| \n|\n /;

const NAMED_ESCAPES: Readonly<Partial<Record<string, string>>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\xa0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};

function escapeCharacter(character: string): string {
  const named = NAMED_ESCAPES[character];
  if (named !== undefined) return `\\${named}`;
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}

const NEEDS_ESCAPE = /[^\x20-\x7e]|["\\]/;

/** A text in double quotes, continued on the next line at blanks and escapes past the width. */
function doubleQuoted(text: string, column: number, indent: string, isKey: boolean): string {
  const characters = [...text];
  let quoted = '"';
  let at = column + 1;
  let followsEscape = false;
  const write = (piece: string): void => {
    quoted += piece;
    at += piece.length;
  };
  const breakLine = (next: string | undefined): void => {
    quoted += `\\\n${indent}`;
    at = indent.length;
    if (next === ' ') write('\\');
  };
  for (const [index, character] of characters.entries()) {
    const limit = index > 0 && index < characters.length - 1 && !isKey ? WIDTH : Infinity;
    const isEscaped = NEEDS_ESCAPE.test(character);
    if (isEscaped) {
      write(escapeCharacter(character));
      if (at > limit + 1) breakLine(characters[index + 1]);
    } else {
      if ((character === ' ' || followsEscape) && at > limit) breakLine(character);
      write(character);
    }
    followsEscape = isEscaped;
  }
  return `${quoted}"`;
}

/** Continues a text on the next line at single blanks past the width. */
function fold(text: string, column: number, indent: string): string {
  let folded = '';
  let at = column;
  for (const piece of text.match(/ +|\n+|[^ \n]+/g) ?? []) {
    if (piece.startsWith('\n')) {
      folded += `\n${piece}${indent}`;
      at = indent.length;
    } else if (piece === ' ' && at > WIDTH) {
      folded += `\n${indent}`;
      at = indent.length;
    } else {
      folded += piece;
      at += piece.length;
    }
  }
  return folded;
}

/** Most characters of a key before its colon, its tag `!!str` included. */
const KEY_LENGTH = 127;

/** Whether a text can be a key with a colon after it; another one follows a question mark. */
export function isYamlKey(text: string): boolean {
  return text !== '' && !/[\n\x85\u2028\u2029]/.test(text) && [...text].length + '!!str'.length <= KEY_LENGTH;
}

/** A text as a YAML scalar that starts at `column`; lines that continue it are indented by `indent`. */
export function yamlText(text: string, column: number, indent: string, isKey = false): string {
  if (NEEDS_ESCAPES.test(text)) return doubleQuoted(text, column, indent, isKey);
  const isPlain = !NOT_PLAIN.test(text) && !OTHER_TYPES.some((type) => type.test(text));
  if (isPlain) return isKey ? text : fold(text, column, indent);
  const quoted = text.replaceAll("'", "''");
  return `'${isKey ? quoted : fold(quoted, column + 1, indent)}'`;
}
