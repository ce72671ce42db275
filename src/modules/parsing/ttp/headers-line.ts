import { TtpTemplateError } from './ttp.errors.js';

/** A line of column headers, compiled. */
export interface HeadersLine {
  /** The regular expression in Python's syntax, with a group for each column. */
  readonly source: string;
  readonly columns: readonly string[];
}

/** Columns at the end of a row that may be missing, unless the template says otherwise. */
const OPTIONAL_COLUMNS = 2;

/** What a tab before the first header counts as; one between headers is a single character. */
const TAB = '    ';

function columnPattern(index: number, count: number, mandatory: number): (width: number) => string {
  if (index === count - 1) return () => (mandatory === count ? '.{1,}' : '.*');
  if (index < mandatory - 1) return (width) => `.{${width}}`;
  return (width) => (index === mandatory - 1 ? `.{1,${width}}` : `.{0,${width}}`);
}

/**
 * Compiles the headers before `{{ _headers_ }}`: a column is as wide as its header and the blanks after it. `columns` is how
 * many of them a row must have.
 */
export function compileHeaders(text: string, columns: number | undefined, line: number | null): HeadersLine {
  const pieces = text.trimEnd().match(/\S+\s*/g) ?? [];
  const indent = /^\s*/.exec(text)?.[0].replaceAll('\t', TAB).length ?? 0;
  const count = pieces.length;
  if (columns === undefined && count <= OPTIONAL_COLUMNS) {
    throw new TtpTemplateError(
      `{{ _headers_ }} with ${count} columns needs their number: {{ _headers_ | columns(1) }}`,
      line,
    );
  }
  const mandatory = columns === undefined ? count - OPTIONAL_COLUMNS : Math.min(Math.max(columns, 1), count);
  const names = pieces.map((piece) => piece.trim());
  const groups = pieces.map((piece, index) => {
    const width = piece.length + (index === 0 ? indent : 0);
    return `(?P<${names[index] ?? ''}>${columnPattern(index, count, mandatory)(width)})`;
  });
  return { source: `\\n${groups.join('')}(?=\\n|\\r\\n)`, columns: names };
}
