const FILTERS = ['include', 'exclude', 'begin', 'count', 'section'] as const;
type FilterName = (typeof FILTERS)[number];

/** What follows the `|` of a command. */
export interface OutputFilter {
  readonly name: FilterName;
  readonly pattern: string;
}

/** Splits `show run | include hostname` into the command and its filter; `null` when there is a `|` but no known filter behind it. */
export function splitFilter(line: string): { command: string; filter?: OutputFilter } | null {
  const at = line.indexOf('|');
  if (at === -1) return { command: line };
  const [, word = '', pattern = ''] = /^\s*(\S+)\s+(.*)$/.exec(line.slice(at + 1)) ?? [];
  const name = FILTERS.find((candidate) => word !== '' && candidate.startsWith(word.toLowerCase()));
  return name === undefined
    ? null
    : { command: line.slice(0, at).trimEnd(), filter: { name, pattern: pattern.trim() } };
}

function toRegExp(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    return new RegExp(pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  }
}

/** The lines that match, each with the indented lines below it. */
function sections(lines: readonly string[], pattern: RegExp): string[] {
  let isWanted = false;
  return lines.filter((line) => {
    if (!line.startsWith(' ')) isWanted = pattern.test(line);
    return isWanted;
  });
}

function filterLines(lines: readonly string[], name: FilterName, pattern: RegExp): string[] {
  switch (name) {
    case 'include':
      return lines.filter((line) => pattern.test(line));
    case 'exclude':
      return lines.filter((line) => !pattern.test(line));
    case 'begin': {
      const first = lines.findIndex((line) => pattern.test(line));
      return first === -1 ? [] : lines.slice(first);
    }
    case 'count':
      return [`Number of lines which match regexp = ${lines.filter((line) => pattern.test(line)).length}`];
    case 'section':
      return sections(lines, pattern);
    default:
      return name satisfies never;
  }
}

/** The part of an output that a filter lets through; line ends are `\r\n`. */
export function applyFilter(output: string, { name, pattern }: OutputFilter): string {
  const lines = output.split('\r\n');
  if (lines.at(-1) === '') lines.pop();
  return filterLines(lines, name, toRegExp(pattern))
    .map((line) => `${line}\r\n`)
    .join('');
}
