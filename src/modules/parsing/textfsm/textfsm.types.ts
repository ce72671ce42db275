/** What an element of a `List` value can be: text, null for a group that took no part, or nested named groups. */
export type ListItem = string | null | Readonly<Record<string, string | null>>;

/** One cell of a result row. */
export type Cell = string | readonly ListItem[];

/** The cells of one record, in the order of the template's values. */
export type Row = Cell[];

export type LineOperation = '' | 'Continue' | 'Next' | 'Error';

export type RecordOperation = '' | 'Clear' | 'Clearall' | 'Record' | 'NoRecord';
