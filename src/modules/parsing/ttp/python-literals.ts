import { LiteralSyntaxError, Tokenizer, type Token } from './python-tokens.js';
import { PyFloat, integer, toKey, type PyDict, type PyValue } from './values.js';

/** The arguments of a call. */
export interface Arguments {
  readonly args: PyValue[];
  readonly kwargs: PyDict;
}

const CONSTANTS: ReadonlyMap<string, PyValue> = new Map<string, PyValue>([
  ['True', true],
  ['False', false],
  ['None', null],
]);

/** In an argument list a name without a meaning stands for itself, and constants may be spelt in any case. */
const LENIENT_CONSTANTS: ReadonlyMap<string, PyValue> = new Map<string, PyValue>([
  ['true', true],
  ['false', false],
  ['none', null],
]);

const KEYWORDS = new Set(
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

/** How deep literals may nest. */
const MAX_DEPTH = 200;

/** An integer without its underscores. One in decimal begins with no zero, unless it is nothing else. */
const INTEGER = /^(?:0+|[1-9]\d*|0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/;

function parseNumber(text: string, line: number): PyValue {
  const digits = text.replaceAll('_', '');
  if (INTEGER.test(digits)) return integer(BigInt(digits));
  if (/^(0[xXoObB]|\d+$)/.test(digits)) throw new LiteralSyntaxError(`"${text}" is no number`, line);
  return new PyFloat(Number(digits));
}

function negate(value: PyValue, line: number): PyValue {
  if (typeof value === 'number' || typeof value === 'bigint') return -value;
  if (value instanceof PyFloat) return new PyFloat(-value.value);
  throw new LiteralSyntaxError('only a number can have a sign', line);
}

/** Reads Python's literals: strings, numbers, constants, lists, tuples, dictionaries. */
class LiteralParser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(
    text: string,
    private readonly isLenient: boolean,
  ) {
    this.tokens = new Tokenizer(text).tokens();
  }

  private peek(): Token {
    return this.tokens[this.at] ?? { type: 'end', text: '', line: 0 };
  }

  /** What a call's brackets hold. */
  parseArguments(): Arguments {
    const args: PyValue[] = [];
    const kwargs: PyDict = new Map();
    while (!this.isAtEnd()) {
      const name = this.takeKeyword();
      if (name !== null) {
        if (kwargs.has(name)) throw this.fault(`argument "${name}" is given twice`);
        kwargs.set(name, this.parseValue());
      } else if (kwargs.size > 0) {
        throw this.fault('a plain argument follows a named one');
      } else {
        args.push(this.parseValue());
      }
      if (!this.skip(',')) break;
    }
    this.expectEnd();
    return { args, kwargs };
  }

  /** One literal, or assignments of literals to names. */
  parseModule(): PyValue {
    this.skipNewlines();
    if (this.peek().type !== 'name' || this.tokens[this.at + 1]?.text !== '=') {
      const value = this.parseTuple();
      this.expectEnd();
      return value;
    }
    const values: PyDict = new Map();
    while (!this.isAtEnd()) {
      const name = this.takeKeyword();
      if (name === null) throw this.fault(`"${this.peek().text}" is not an assignment of a literal`);
      values.set(name, this.parseTuple());
      if (!this.isAtEnd() && this.peek().type !== 'newline') throw this.fault('only literals can be assigned');
      this.skipNewlines();
    }
    return values;
  }

  private parseTuple(): PyValue {
    const first = this.parseValue();
    if (this.peek().text !== ',' || this.peek().type !== 'operator') return first;
    const items = [first];
    while (this.skip(',') && this.peek().type !== 'newline' && this.peek().type !== 'end')
      items.push(this.parseValue());
    return items;
  }

  private parseValue(): PyValue {
    if (++this.depth > MAX_DEPTH) throw this.fault('literals nest too deeply');
    const value = this.parseAtom();
    this.depth--;
    return value;
  }

  private parseAtom(): PyValue {
    const { type, text, line } = this.peek();
    this.at++;
    switch (type) {
      case 'string':
        return this.joinStrings(text);
      case 'number':
        return parseNumber(text, line);
      case 'name':
        return this.resolve(text);
      case 'operator':
        return this.parseOperator(text, line);
      case 'newline':
      case 'end':
        throw this.fault('a value is missing');
      default:
        return type satisfies never;
    }
  }

  private parseOperator(operator: string, line: number): PyValue {
    switch (operator) {
      case '-':
        return negate(this.parseValue(), line);
      case '+':
        return negate(negate(this.parseValue(), line), line);
      case '[':
        return this.parseItems(']');
      case '(':
        return this.parseBrackets();
      case '{':
        return this.parseDict();
      default:
        throw this.fault(`"${operator}" is not expected`);
    }
  }

  private parseItems(close: string): PyValue[] {
    const items: PyValue[] = [];
    while (!this.skip(close)) {
      items.push(this.parseValue());
      if (!this.skip(',') && this.peek().text !== close) throw this.fault(`"${this.peek().text}" is not expected`);
    }
    return items;
  }

  private parseBrackets(): PyValue {
    if (this.skip(')')) return [];
    const first = this.parseValue();
    if (this.skip(')')) return first;
    if (!this.skip(',')) throw this.fault(`"${this.peek().text}" is not expected`);
    return [first, ...this.parseItems(')')];
  }

  private parseDict(): PyValue {
    const dict: PyDict = new Map();
    while (!this.skip('}')) {
      const key = this.parseValue();
      if (!this.skip(':')) throw this.fault('a dictionary needs ":" between key and value');
      dict.set(toKey(key), this.parseValue());
      if (!this.skip(',') && this.peek().text !== '}') throw this.fault(`"${this.peek().text}" is not expected`);
    }
    return dict;
  }

  private joinStrings(first: string): string {
    let value = first;
    while (this.peek().type === 'string') {
      value += this.peek().text;
      this.at++;
    }
    return value;
  }

  private resolve(name: string): PyValue {
    const constant = this.isLenient ? LENIENT_CONSTANTS.get(name.toLowerCase()) : CONSTANTS.get(name);
    if (constant !== undefined) return constant;
    if (!this.isLenient || KEYWORDS.has(name)) throw this.fault(`"${name}" is code, not a literal`);
    return name;
  }

  private takeKeyword(): string | null {
    const { type, text } = this.peek();
    if (type !== 'name' || this.tokens[this.at + 1]?.text !== '=' || this.tokens[this.at + 1]?.type !== 'operator')
      return null;
    if (CONSTANTS.has(text) || KEYWORDS.has(text)) throw this.fault(`"${text}" cannot be assigned`);
    this.at += 2;
    return text;
  }

  private skip(operator: string): boolean {
    const matches = this.peek().type === 'operator' && this.peek().text === operator;
    if (matches) this.at++;
    return matches;
  }

  private skipNewlines(): void {
    while (this.peek().type === 'newline') this.at++;
  }

  private isAtEnd(): boolean {
    return this.peek().type === 'end';
  }

  private expectEnd(): void {
    this.skipNewlines();
    if (!this.isAtEnd()) throw this.fault(`"${this.peek().text}" is not expected`);
  }

  private fault(reason: string): LiteralSyntaxError {
    return new LiteralSyntaxError(reason, this.peek().line);
  }
}

/** Reads the arguments of a call, where bare words stand for themselves; throws `LiteralSyntaxError`. */
export function parseArguments(text: string): Arguments {
  return new LiteralParser(text, true).parseArguments();
}

/** Reads one Python literal, or assignments of literals as a dictionary; throws `LiteralSyntaxError`. */
export function parsePythonData(text: string): PyValue {
  return new LiteralParser(text, false).parseModule();
}
