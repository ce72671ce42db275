import { OpenChoiceField } from '../../../common/http/fields.js';
import { OWN_PARSERS } from '../parser-name.js';

/** Name of a parser; a request that has one is checked with `ParserInBody` or `ParserInQuery` as well. */
export function ParserField(options: { description: string; default: string | null }): PropertyDecorator {
  return OpenChoiceField({ ...options, choices: OWN_PARSERS });
}
