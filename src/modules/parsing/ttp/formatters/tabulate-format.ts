import { parseFloatValue, parseInteger } from '../numbers.js';
import { str } from '../python-format.js';
import { TtpUnsupportedError } from '../ttp.errors.js';
import { PyFloat, isDict, type PyDict, type PyValue } from '../values.js';
import { toTable } from './table-format.js';

/** A horizontal line: what it begins with, is filled with, has between columns, ends with. */
type Line = readonly [string, string, string, string];

/** How a table is drawn; a row is a line without a filling. */
interface TableStyle {
  readonly above?: Line;
  readonly belowHeader?: Line;
  readonly betweenRows?: Line;
  readonly below?: Line;
  readonly row: readonly [string, string, string];
  readonly padding: number;
}

const SIMPLE: TableStyle = { belowHeader: ['', '-', '  ', ''], row: ['', '  ', ''], padding: 0 };
const GRID_LINE: Line = ['+', '-', '+', '+'];

/** The styles a template can choose by `tablefmt`. */
const STYLES: ReadonlyMap<string, TableStyle> = new Map<string, TableStyle>([
  ['simple', SIMPLE],
  ['plain', { row: ['', '  ', ''], padding: 0 }],
  [
    'grid',
    {
      above: GRID_LINE,
      belowHeader: ['+', '=', '+', '+'],
      betweenRows: GRID_LINE,
      below: GRID_LINE,
      row: ['|', '|', '|'],
      padding: 1,
    },
  ],
  [
    'fancy_grid',
    {
      above: ['╒', '═', '╤', '╕'],
      belowHeader: ['╞', '═', '╪', '╡'],
      betweenRows: ['├', '─', '┼', '┤'],
      below: ['╘', '═', '╧', '╛'],
      row: ['│', '│', '│'],
      padding: 1,
    },
  ],
  ['github', { belowHeader: ['|', '-', '|', '|'], row: ['|', '|', '|'], padding: 1 }],
  ['presto', { belowHeader: ['', '-', '+', ''], row: ['', '|', ''], padding: 1 }],
  [
    'rst',
    {
      above: ['', '=', '  ', ''],
      belowHeader: ['', '=', '  ', ''],
      below: ['', '=', '  ', ''],
      row: ['', '  ', ''],
      padding: 0,
    },
  ],
  ['orgtbl', { belowHeader: ['|', '-', '+', '|'], row: ['|', '|', '|'], padding: 1 }],
  ['psql', { above: GRID_LINE, belowHeader: ['|', '-', '+', '|'], below: GRID_LINE, row: ['|', '|', '|'], padding: 1 }],
]);

/** Columns a header has more than its text. */
const HEADER_PADDING = 2;

interface Column {
  readonly header: string;
  readonly cells: readonly string[];
  readonly isNumeric: boolean;
  readonly width: number;
}

function cellText(cell: PyValue): string {
  return cell === null ? '' : str(cell);
}

/** Writes numbers with as many decimals as needed, and pads them so that their points meet. */
function alignPoints(cells: readonly string[]): string[] {
  const texts = cells.map((cell) => (cell === '' ? '' : String(Number(Number(cell).toPrecision(6)))));
  const decimals = texts.map((text) => (text.includes('.') ? text.length - text.indexOf('.') : 0));
  const most = Math.max(0, ...decimals);
  return texts.map((text, index) => (text === '' ? '' : text + ' '.repeat(most - (decimals[index] ?? 0))));
}

function columnOf(header: PyValue, cells: readonly PyValue[]): Column {
  const filled = cells.filter((cell) => cell !== null && cell !== '');
  const isInteger = filled.every(
    (cell) => !(cell instanceof PyFloat) && typeof cell !== 'boolean' && parseInteger(cell) !== null,
  );
  const isNumeric =
    filled.length > 0 && filled.every((cell) => typeof cell !== 'boolean' && parseFloatValue(cell) !== null);
  const texts = cells.map(cellText);
  const aligned = isNumeric && !isInteger ? alignPoints(texts) : texts.map((text) => (isNumeric ? text.trim() : text));
  const name = cellText(header);
  const width = Math.max(name.length + HEADER_PADDING, ...aligned.map((text) => text.length));
  return { header: name, cells: aligned, isNumeric, width };
}

function drawLine([start, fill, between, end]: Line, columns: readonly Column[], padding: number): string {
  return start + columns.map(({ width }) => fill.repeat(width + 2 * padding)).join(between) + end;
}

function drawRow(
  { row: [start, between, end], padding }: TableStyle,
  columns: readonly Column[],
  cells: readonly string[],
): string {
  const blanks = ' '.repeat(padding);
  const padded = columns.map(({ isNumeric, width }, index) => {
    const cell = cells[index] ?? '';
    return blanks + (isNumeric ? cell.padStart(width) : cell.padEnd(width)) + blanks;
  });
  return (start + padded.join(between) + end).trimEnd();
}

/** The records among the results as a drawn table. */
export function formatTabulate(results: PyValue, options: PyDict): string {
  const [headers = [], ...rows] = toTable(results, options);
  const attributes = options.get('format_attributes');
  const name = str((isDict(attributes) ? attributes.get('tablefmt') : undefined) ?? 'simple');
  const style = STYLES.get(name);
  if (style === undefined)
    throw new TtpUnsupportedError(
      `The table format "${name}" is not available; there are ${[...STYLES.keys()].join(', ')}`,
    );
  const columns = headers.map((header, index) =>
    columnOf(
      header,
      rows.map((row) => row[index] ?? null),
    ),
  );
  const draw = (line: Line | undefined): string[] =>
    line === undefined ? [] : [drawLine(line, columns, style.padding)];
  const body = rows.map((_, index) =>
    drawRow(
      style,
      columns,
      columns.map(({ cells }) => cells[index] ?? ''),
    ),
  );
  const separated = body.flatMap((row, index) => (index === 0 ? [row] : [...draw(style.betweenRows), row]));
  const header = drawRow(
    style,
    columns,
    columns.map((column) => column.header),
  );
  return [...draw(style.above), header, ...draw(style.belowHeader), ...separated, ...draw(style.below)].join('\n');
}
