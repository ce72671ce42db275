import { boundedPattern } from '../regex/bounded-pattern.js';
import { FirstMatch } from '../regex/first-match.js';
import { upToLast } from '../up-to-last.js';
import { reprDictionary, reprString } from '../regex/python-repr.js';
import type { PythonRegex } from '../regex/python-regex.js';
import { isPlain, strip } from '../regex/python-text.js';
import { NoIndexRowError, TemplateIndexError } from './textfsm.errors.js';

const TEMPLATE = 'Template';
const COMMAND = 'Command';

/** The pattern of a column that is not used to choose. */
const ANYTHING = '.*';

/** Sets of attributes for which the rows are remembered. */
const MAX_REMEMBERED = 1000;

/** One usable line of the index. */
export interface IndexRow {
  /** From 1, in the order of the file. */
  readonly number: number;
  /** Cells by column name, as written. */
  readonly cells: ReadonlyMap<string, string>;
  /** Names of the template files, from `a:b:c`. */
  readonly templates: readonly string[];
}

/** How the cells of an index are read; what is left out is done as `CliTable` does. */
export interface IndexHooks {
  /** Changes a cell as it is read. */
  readonly preParse?: (column: string, cell: string) => string;
  /** The pattern of a cell, or null for one that fits anything. */
  readonly preCompile?: (column: string, cell: string) => string | null;
}

/** The abbreviations of a command: `sh[[ow]]` stands for `sh(o(w)?)?`. */
export function expandCompletions(command: string): string {
  const closed = upToLast(']]', command);
  const expanded = closed.replace(/\[\[(.+?)\]\]/g, (_whole, letters: string) => {
    const characters = [...letters];
    return characters.map((character) => `(${character}`).join('') + ')?'.repeat(characters.length);
  });
  return expanded + command.slice(closed.length);
}

function defaultPattern(column: string, cell: string): string | null {
  if (column === TEMPLATE) {
    return null;
  }
  return column === COMMAND ? expandCompletions(cell) : cell;
}

function ownValue(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

function splitFields(line: string): string[] {
  return line.split(',').map((field) => strip(field));
}

/** The rows that fit everything but the command, and their commands to choose by. */
interface Candidates {
  readonly rows: readonly IndexRow[];
  readonly commands: FirstMatch;
}

/** A TextFSM index: which template reads the output of which command on which platform. */
export class TemplateIndex {
  /** The patterns of each column by cell; null fits anything. */
  private readonly patterns = new Map<string, Map<string, PythonRegex | null>>();
  /** Columns besides the command in which some cell does not fit everything. */
  private readonly constrainingColumns: readonly string[];
  private readonly remembered = new Map<string, Candidates>();

  private constructor(
    readonly header: readonly string[],
    readonly rows: readonly IndexRow[],
    private readonly preCompile: (column: string, cell: string) => string | null,
  ) {
    for (const column of header) {
      const cells = new Set(rows.map((row) => row.cells.get(column) ?? ''));
      this.patterns.set(column, new Map([...cells].map((cell) => [cell, this.compileCell(column, cell)])));
    }
    this.constrainingColumns = header.filter((column) => {
      const patterns = [...(this.patterns.get(column)?.values() ?? [])];
      return column !== COMMAND && patterns.some((pattern) => pattern !== null && pattern.source !== ANYTHING);
    });
  }

  /** Reads an index. Throws `TemplateIndexError`, or a `PatternError` for a cell that is no regular expression. */
  static parse(text: string, { preParse, preCompile = defaultPattern }: IndexHooks = {}): TemplateIndex {
    const lines = text.replace(/(?:\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/);
    const headerLine = lines.findIndex((line) => strip(line.split('#', 1)[0] ?? '') !== '');
    if (headerLine < 0) {
      throw new TemplateIndexError('Index file has no header line.');
    }
    const header = splitFields(strip(lines[headerLine]?.split('#', 1)[0] ?? ''));
    const duplicate = header.find((column, index) => header.indexOf(column) !== index);
    if (duplicate !== undefined) {
      throw new TemplateIndexError(`Duplicate header entry ${reprString(duplicate)}.`);
    }
    if (!header.includes(TEMPLATE)) {
      throw new TemplateIndexError("Index file does not have 'Template' column.");
    }
    const rows: IndexRow[] = [];
    for (const line of lines.slice(headerLine + 1)) {
      const fields = splitFields(line);
      if (!line.startsWith('#') && fields.length === header.length) {
        const cells = new Map(header.map((column, index) => [column, fields[index] ?? '']));
        rows.push(toRow(cells, rows.length + 1, preParse));
      }
    }
    return new TemplateIndex(header, rows, preCompile);
  }

  /** The pattern of a cell as compiled; null when it fits anything. */
  compiledCell(row: IndexRow, column: string): string | null {
    return this.pattern(row, column)?.source ?? null;
  }

  /**
   * The first row that fits all attributes which are columns of the index; a row's patterns fit from the start of a value, not
   * necessarily to its end. Null when there is none.
   */
  find(attributes: Readonly<Record<string, string>>): IndexRow | null {
    const { rows, commands } = this.candidates(attributes);
    const command = ownValue(attributes, COMMAND);
    const position =
      command === undefined || !this.patterns.has(COMMAND) ? 0 : commands.find(command, isPlain(command));
    return rows[position] ?? null;
  }

  /** As `find`; throws `NoIndexRowError` when there is none. */
  get(attributes: Readonly<Record<string, string>>): IndexRow {
    const row = this.find(attributes);
    if (row === null) {
      throw new NoIndexRowError(`No template found for attributes: "${reprDictionary(attributes)}"`);
    }
    return row;
  }

  private candidates(attributes: Readonly<Record<string, string>>): Candidates {
    const values = this.constrainingColumns.map((column) => ownValue(attributes, column));
    const [only] = values;
    const key = values.length === 1 && only !== undefined ? `=${only}` : JSON.stringify(values);
    const known = this.remembered.get(key);
    if (known !== undefined) {
      return known;
    }
    const rows = this.rows.filter((row) =>
      this.constrainingColumns.every((column, index) => this.fits(row, column, values[index])),
    );
    const commands = new FirstMatch(rows.map((row) => this.pattern(row, COMMAND) ?? FITS_ANYTHING));
    const candidates = { rows, commands };
    if (this.remembered.size >= MAX_REMEMBERED) {
      this.remembered.clear();
    }
    this.remembered.set(key, candidates);
    return candidates;
  }

  private fits(row: IndexRow, column: string, value: string | undefined): boolean {
    const pattern = this.pattern(row, column);
    return value === undefined || pattern === null || pattern.captureAtStart(value, isPlain(value)) !== null;
  }

  private pattern(row: IndexRow, column: string): PythonRegex | null {
    return this.patterns.get(column)?.get(row.cells.get(column) ?? '') ?? null;
  }

  private compileCell(column: string, cell: string): PythonRegex | null {
    const pattern = this.preCompile(column, cell);
    return pattern === null || pattern === '' ? null : boundedPattern(pattern);
  }
}

const FITS_ANYTHING = boundedPattern('');

function toRow(cells: Map<string, string>, number: number, preParse: IndexHooks['preParse']): IndexRow {
  if (preParse !== undefined) {
    cells.forEach((cell, column) => cells.set(column, preParse(column, cell)));
  }
  return { number, cells, templates: (cells.get(TEMPLATE) ?? '').split(':') };
}
