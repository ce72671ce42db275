/** Name of a parser in the API: one of Tom's own, or of a plugin. */
export type ParserName = string;

/** Tom's own parsers. */
export const OWN_PARSERS: readonly ParserName[] = ['textfsm', 'ttp'];
