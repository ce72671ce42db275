/** A piece of Python's literal syntax. */
export interface Token {
  readonly type: 'name' | 'number' | 'string' | 'operator' | 'newline' | 'end';
  /** The text; of a string its value. */
  readonly text: string;
  /** Line within the text, from 1. */
  readonly line: number;
}

/** Thrown on anything that is not the syntax of literals. */
export class LiteralSyntaxError extends Error {
  constructor(
    reason: string,
    readonly line: number,
  ) {
    super(reason);
    this.name = 'LiteralSyntaxError';
  }
}

const BLANKS = /[ \t\f\r]+|\\\r?\n|#[^\n]*/y;
const NAME = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*/uy;
const NUMBER = /0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:[eE][+-]?\d+)?/y;
const STRING = /([rRuU]?)("""|'''|"|')/y;

const SIMPLE_ESCAPES: Readonly<Partial<Record<string, string>>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const ESCAPE = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|[^])/g;

const LAST_CODE_POINT = 0x10ffff;

function unescape(body: string): string {
  if (!body.includes('\\')) return body;
  return body.replace(ESCAPE, (whole) => {
    if (/^\\[xuU]./.test(whole))
      return String.fromCodePoint(Math.min(Number.parseInt(whole.slice(2), 16), LAST_CODE_POINT));
    if (/^\\[0-7]/.test(whole)) return String.fromCodePoint(Number.parseInt(whole.slice(1), 8));
    return SIMPLE_ESCAPES[whole.slice(1)] ?? whole;
  });
}

/** Splits Python's literal syntax into tokens. Line ends count outside brackets only. */
export class Tokenizer {
  private at = 0;
  private line = 1;
  private depth = 0;

  constructor(private readonly text: string) {}

  tokens(): Token[] {
    const tokens: Token[] = [];
    for (;;) {
      const token = this.next();
      tokens.push(token);
      if (token.type === 'end') return tokens;
    }
  }

  private next(): Token {
    while (this.take(BLANKS) !== null);
    const character = this.text.charAt(this.at);
    if (character === '') return this.token('end', '');
    if (character === '\n') return this.takeLineEnd();
    const string = this.take(STRING);
    if (string !== null) return this.takeString(string[1]?.toLowerCase() === 'r', string[2] ?? '');
    const name = this.take(NAME);
    if (name !== null) return this.token('name', name[0]);
    const number = this.take(NUMBER);
    if (number !== null) return this.token('number', number[0]);
    return this.takeOperator(character);
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) {
      this.at += match[0].length;
      if (match[0].includes('\n')) this.line++;
    }
    return match;
  }

  private takeLineEnd(): Token {
    const token = this.token('newline', '\n');
    this.at++;
    this.line++;
    return this.depth > 0 ? this.next() : token;
  }

  private takeString(isRaw: boolean, quote: string): Token {
    const { line } = this;
    const start = this.at;
    for (let end = start; end < this.text.length; end++) {
      if (this.text.startsWith(quote, end)) {
        this.at = end + quote.length;
        const body = this.text.slice(start, end);
        return { type: 'string', text: isRaw ? body : unescape(body), line };
      }
      if (this.text[end] === '\\') end++;
      if (this.text[end] === '\n') {
        if (quote.length === 1 && this.text[end - 1] !== '\\') break;
        this.line++;
      }
    }
    throw new LiteralSyntaxError('a string is not closed', line);
  }

  private takeOperator(character: string): Token {
    if (!'()[]{},:=-+'.includes(character)) {
      throw new LiteralSyntaxError(`"${character}" is not part of a literal`, this.line);
    }
    this.at++;
    if ('([{'.includes(character)) this.depth++;
    if (')]}'.includes(character)) this.depth--;
    return this.token('operator', character);
  }

  private token(type: Token['type'], text: string): Token {
    return { type, text, line: this.line };
  }
}
