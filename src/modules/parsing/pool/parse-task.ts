import type { TableCell } from '../textfsm/text-table.js';

/** What crosses to a parsing thread: plain data. */
export interface ParseTask {
  /** Texts of the templates, in the order of the index row. */
  readonly templates: readonly string[];
  readonly output: string;
  /** Most rows the output may give. */
  readonly maxRows: number;
}

/** One record: column name in lower case → text, or texts of a `List` value. */
export type ParsedRecord = Readonly<Record<string, TableCell>>;

/** What comes back: records, or why there are none. */
export type ParseReply = { readonly records: readonly ParsedRecord[] } | { readonly failure: ParseFailure };

export interface ParseFailure {
  /** One sentence; names template line, state and input line where they are known. */
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}
