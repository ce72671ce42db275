import { errorMessage } from '../tom-error.js';
import type { FieldFault } from './http.errors.js';

/** What clients of the existing broker are told, by how V8 begins to say it. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^Expected (?:double-quoted )?property name/, 'Expecting property name enclosed in double quotes'],
  [/^Expected ':'/, "Expecting ':' delimiter"],
  [/^Expected ','/, "Expecting ',' delimiter"],
  [/^Unterminated string/, 'Unterminated string starting at'],
  [/^Bad control character/, 'Invalid control character at'],
  [/^Bad escaped character/, 'Invalid \\escape'],
  [/^Bad Unicode escape/, 'Invalid \\uXXXX escape'],
  [/^Unexpected non-whitespace/, 'Extra data'],
  [/^Unexpected /, 'Expecting value'],
];

/** What V8 says of a text that is no JSON; a piece of the text, which it may add, could be a password. */
function syntaxFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return errorMessage(error).replace(/, ["'.].*$/s, '');
  }
}

/** The fault of a body that was not taken for JSON, with its place in the text where that is known. */
export function jsonFault(text: string, otherReason: string): FieldFault {
  const reason = syntaxFault(text) ?? otherReason;
  const [sentence = reason, position] = reason.split(/ (?:in|after) JSON at position /);
  const place = position === undefined ? [] : [Number.parseInt(position, 10)];
  return {
    type: 'json_invalid',
    loc: ['body', ...place],
    msg: 'JSON decode error',
    input: {},
    ctx: { error: SENTENCES.find(([pattern]) => pattern.test(sentence))?.[1] ?? sentence },
  };
}
