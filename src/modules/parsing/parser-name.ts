/** Name of a parser in the API. */
export type ParserName = 'textfsm' | 'ttp';

export const PARSERS: readonly ParserName[] = ['textfsm', 'ttp'];
