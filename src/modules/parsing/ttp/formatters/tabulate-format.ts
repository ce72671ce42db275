import { strip } from '../../regex/python-text.js';
import { parseFloatValue, parseInteger } from '../numbers.js';
import { str } from '../python-format.js';
import { generalFloat } from '../string-format.js';
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

/** What a cell is, the more general the higher; nothing is less than anything. */
enum CellKind {
  Empty,
  Boolean,
  Integer,
  Float,
  Text,
}

function kindOf(cell: PyValue): CellKind {
  if (cell === null || cell === '') return CellKind.Empty;
  if (typeof cell === 'boolean' || cell === 'True' || cell === 'False') return CellKind.Boolean;
  if (!(cell instanceof PyFloat) && parseInteger(cell) !== null) return CellKind.Integer;
  return parseFloatValue(cell) === null ? CellKind.Text : CellKind.Float;
}

/** Symbols after the point, or else after the exponent's sign; none for integers. */
function decimalsOf(text: string): number {
  const point = text.includes('.') ? text.lastIndexOf('.') : text.lastIndexOf('e');
  return point === -1 ? 0 : text.length - point;
}

/** Writes numbers with as many decimals as needed, and pads them so that their points meet. */
function alignPoints(cells: readonly PyValue[]): string[] {
  const texts = cells.map((cell) => {
    const number = parseFloatValue(cell);
    return number === null ? cellText(cell) : generalFloat(number.value);
  });
  const most = Math.max(0, ...texts.map(decimalsOf));
  return texts.map((text) => (text === '' ? '' : text + ' '.repeat(most - decimalsOf(text))));
}

function columnOf(header: PyValue, cells: readonly PyValue[]): Column {
  const kind: CellKind = Math.max(CellKind.Empty, ...cells.map(kindOf));
  const isNumeric = kind === CellKind.Integer || kind === CellKind.Float;
  const texts = kind === CellKind.Float ? alignPoints(cells) : cells.map(cellText);
  const aligned = isNumeric ? texts : texts.map(strip);
  const name = cellText(header);
  const width = Math.max(lengthOf(name) + HEADER_PADDING, ...aligned.map(lengthOf));
  return { header: name, cells: aligned, isNumeric, width };
}

/** A cell of a first column that reStructuredText would take for none. */
function withoutBlank(cell: PyValue): PyValue {
  return typeof cell === 'string' && strip(cell) === '' ? '..' : cell;
}

function lengthOf(text: string): number {
  return [...text].length;
}

function pad(text: string, width: number, isNumeric: boolean): string {
  const blanks = ' '.repeat(width - lengthOf(text));
  return isNumeric ? blanks + text : text + blanks;
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
    return blanks + pad(cell, width, isNumeric) + blanks;
  });
  return (start + padded.join(between) + end).trimEnd();
}

/** The records among the results as a drawn table. */
export function formatTabulate(results: PyValue, options: PyDict): string {
  const [headers = [], ...rows] = toTable(results, options);
  if (headers.length === 0 && rows.length === 0) return '';
  const attributes = options.get('format_attributes');
  const name = str((isDict(attributes) ? attributes.get('tablefmt') : undefined) ?? 'simple');
  const style = STYLES.get(name);
  if (style === undefined)
    throw new TtpUnsupportedError(
      `The table format "${name}" is not available; there are ${[...STYLES.keys()].join(', ')}`,
    );
  const columns = headers.map((header, index) => {
    const cells = rows.map((row) => row[index] ?? null);
    return index === 0 && name === 'rst'
      ? columnOf(withoutBlank(header), cells.map(withoutBlank))
      : columnOf(header, cells);
  });
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
