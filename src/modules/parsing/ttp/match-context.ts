import type { REJECTED } from './function-binding.js';
import type { PyDict, PyValue } from './values.js';

/** What functions of templates see of the parser. */
export interface ParserState {
  /** The template's variables, a copy for each text. */
  readonly vars: PyDict;
  /** Variables recorded for all that is parsed. */
  readonly globals: PyDict;
  readonly lookups: PyDict;
  /** Results so far of the template with this name; undefined where there is none. */
  readonly resultsOf: (templateName: string) => PyValue | undefined;
  /** Results so far of the template that is run. */
  readonly ownResults: PyValue;
  /** Results of the text under way. */
  readonly textResults: PyValue;
  /** Takes what a template's author should know. */
  readonly warn: (message: string) => void;
}

/** What the functions of a match see and do. */
export interface MatchContext extends ParserState {
  /** Adds a field beside the variable's own. */
  readonly addField: (name: string, value: PyValue) => void;
}

/** One function of a variable, with its arguments. */
export type MatchStep = (value: PyValue, context: MatchContext) => PyValue | typeof REJECTED;

/** Remembers a value under a name, for this text and all others. */
export function recordVariable({ vars, globals }: ParserState, name: string, value: PyValue): void {
  vars.set(name, value);
  globals.set(name, value);
}
