import { errorMessage } from '../../../common/tom-error.js';
import { boundedPattern } from '../regex/bounded-pattern.js';
import type { PythonRegex } from '../regex/python-regex.js';
import { expandCompletions, TemplateIndex, type IndexRow } from '../textfsm/template-index.js';

/** Name of the file that says which template reads which command. */
export const INDEX_FILE = 'index';

/** The columns as they are written, in this order. */
export const INDEX_HEADER = 'Template, Hostname, Platform, Command';

/** A longer command fits no row: on the controller's own thread the time that a look-up takes has to be bounded. */
const MAX_COMMAND_LENGTH = 1000;

/** Platforms whose rows are kept compiled. */
const MAX_REMEMBERED = 1000;

export interface LibraryIndexOptions {
  /** Whether a template that a row names can be used. */
  readonly isUsable: (template: string) => boolean;
  /** Whether every pattern is tried at once, so that a wrong one becomes a fault; else it is passed over when it is needed. */
  readonly isChecked: boolean;
}

/** What is asked of an index. */
export interface IndexQuery {
  readonly platform: string;
  readonly command: string;
  readonly hostname: string;
}

/** A line of the index that can be used. */
interface UsableLine {
  readonly line: string;
  readonly row: IndexRow;
  /** Null fits every platform. */
  readonly platform: PythonRegex | null;
}

const PATTERNS = {
  preCompile: (column: string, cell: string): string | null => {
    switch (column) {
      case 'Template':
      case 'Platform':
        return null;
      case 'Command':
        return expandCompletions(cell);
      default:
        return cell;
    }
  },
};

const NO_PATTERNS = { preCompile: () => null };

function parse(lines: readonly string[], hooks: typeof PATTERNS | typeof NO_PATTERNS): TemplateIndex {
  return TemplateIndex.parse(lines.join('\n'), hooks);
}

/**
 * Fits a platform as a whole. The reference looks at its start only, so that templates of `cisco_ios` would be taken for
 * `cisco_iosxr`.
 */
function platformPattern(cell: string): PythonRegex | null {
  return cell === '' ? null : boundedPattern(`(?:${cell})\\Z`);
}

/**
 * The index of a source: what of it can be used. A row is compiled when its platform is first asked for, which makes an index
 * of a thousand rows quick to read.
 */
export class LibraryIndex {
  /** What was left out and why, one sentence each. */
  readonly faults: readonly string[];
  private readonly header: string;
  private readonly lines: readonly UsableLine[];
  private readonly byPlatform = new Map<string, TemplateIndex>();

  private constructor(header: string, lines: readonly UsableLine[], faults: readonly string[]) {
    this.header = header;
    this.lines = lines;
    this.faults = faults;
  }

  /** Reads an index, without the lines that have a fault or name a template that is not usable. Never throws. */
  static read(text: string, options: LibraryIndexOptions): LibraryIndex {
    const lines = text.split(/\r\n|\r|\n/);
    const start = lines.findIndex((line) => (line.split('#', 1)[0] ?? '').trim() !== '');
    const header = lines[start] ?? INDEX_HEADER;
    const reader = new LineReader(header, options);
    const usable: UsableLine[] = [];
    const faults: string[] = [];
    try {
      parse([header], NO_PATTERNS);
    } catch (error) {
      return new LibraryIndex(INDEX_HEADER, [], [errorMessage(error)]);
    }
    for (const [position, line] of lines.entries()) {
      if (position <= start || line.startsWith('#') || line.trim() === '') continue;
      const read = reader.read(line);
      if (typeof read === 'string') faults.push(`line ${position + 1} ${read}`);
      else usable.push(read);
    }
    return new LibraryIndex(header, usable, faults);
  }

  /** Names of all templates of all rows. */
  templates(): Set<string> {
    return new Set(this.lines.flatMap(({ row }) => row.templates));
  }

  /** The templates of the first row that fits; null when there is none. */
  find({ platform, command, hostname }: IndexQuery): readonly string[] | null {
    if (command.length > MAX_COMMAND_LENGTH) return null;
    const row = this.rowsOf(platform).find({ Command: command, Hostname: hostname });
    return row?.templates ?? null;
  }

  private rowsOf(platform: string): TemplateIndex {
    const known = this.byPlatform.get(platform);
    if (known !== undefined) return known;
    const lines = this.lines
      .filter(({ platform: pattern }) => pattern === null || pattern.match(platform) !== null)
      .map(({ line }) => line);
    const rows = this.compile(lines);
    if (this.byPlatform.size >= MAX_REMEMBERED) this.byPlatform.clear();
    this.byPlatform.set(platform, rows);
    return rows;
  }

  private compile(lines: readonly string[]): TemplateIndex {
    try {
      return parse([this.header, ...lines], PATTERNS);
    } catch {
      const reader = new LineReader(this.header, { isUsable: () => true, isChecked: true });
      const sound = lines.filter((line) => typeof reader.read(line) !== 'string');
      return parse([this.header, ...sound], PATTERNS);
    }
  }
}

/** Reads the lines below a header one by one. */
class LineReader {
  private readonly platforms = new Map<string, PythonRegex | null>();

  constructor(
    private readonly header: string,
    private readonly options: LibraryIndexOptions,
  ) {}

  /** The line, or what is wrong with it. */
  read(line: string): UsableLine | string {
    const row = parse([this.header, line], NO_PATTERNS).rows[0];
    if (row === undefined) return 'does not have one field for each column';
    const unusable = row.templates.find((name) => !this.options.isUsable(name));
    if (unusable !== undefined) return `names "${unusable}", which is missing or broken`;
    try {
      if (this.options.isChecked) parse([this.header, line], PATTERNS);
      return { line, row, platform: this.platformOf(row.cells.get('Platform') ?? '') };
    } catch (error) {
      return `is not valid: ${errorMessage(error)}`;
    }
  }

  private platformOf(cell: string): PythonRegex | null {
    const known = this.platforms.get(cell);
    if (known !== undefined) return known;
    const pattern = platformPattern(cell);
    this.platforms.set(cell, pattern);
    return pattern;
  }
}
