import { strip } from '../regex/python-text.js';
import { parseArguments } from './python-literals.js';
import { LiteralSyntaxError } from './python-tokens.js';
import { TextCache } from '../text-cache.js';
import { TtpTemplateError } from './ttp.errors.js';
import type { PyKey, PyValue } from './values.js';

/** A function and its arguments, or a bare name, as written in a template. */
export interface Call {
  readonly name: string;
  readonly args: readonly PyValue[];
  readonly kwargs: ReadonlyMap<PyKey, PyValue>;
}

const ITEM = /^(?:(\S[^\s(]*)\s?\(([^\n]*)\)|(\S+)\s?)$/;

const NO_KWARGS: ReadonlyMap<PyKey, PyValue> = new Map();

function parseCall(item: string, line: number | null): Call {
  const match = ITEM.exec(item);
  if (match === null) throw new TtpTemplateError(`"${item}" is no function call`, line);
  const [, called, list = '', bare = ''] = match;
  return callOf(called ?? bare, list, line);
}

/** The call of a function with the arguments of an argument list. */
export function callOf(name: string, list: string, line: number | null): Call {
  if (list === '') return { name, args: [], kwargs: NO_KWARGS };
  try {
    return { name, ...parseArguments(list) };
  } catch (error) {
    if (!(error instanceof LiteralSyntaxError)) throw error;
    throw new TtpTemplateError(`The arguments of ${name}(${list}) cannot be read: ${error.message}`, line, error);
  }
}

function splitAttributes(text: string, line: number | null): Call[] {
  return text
    .split('|')
    .map(strip)
    .filter((item) => item !== '')
    .map((item) => parseCall(item, line));
}

const known = new TextCache(5000, (text) => splitAttributes(text, null));

/** Splits `name | function(argument) | …` into its parts. Every `|` separates, also within quotes. */
export function parseAttributes(text: string, line: number | null = null): readonly Call[] {
  try {
    return known.get(text);
  } catch (error) {
    if (error instanceof TtpTemplateError && line !== null) return splitAttributes(text, line);
    throw error;
  }
}
