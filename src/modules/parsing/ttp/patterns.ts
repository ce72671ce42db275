const IPV4 = '(?:[0-9]{1,3}\\.){3}[0-9]{1,3}';
const IPV6 = '(?:[a-fA-F0-9]{1,4}:|:){1,7}(?:[a-fA-F0-9]{1,4}|:?)';

/** The patterns a template may name, in Python's syntax. */
export const PATTERNS: ReadonlyMap<string, string> = new Map([
  ['WORD', '\\S+'],
  ['PHRASE', '(\\S+ {1})+?\\S+'],
  ['ROW', '(\\S+ +)+?\\S+'],
  ['ORPHRASE', '\\S+|(\\S+ {1})+?\\S+'],
  ['DIGIT', '\\d+'],
  ['IP', IPV4],
  ['PREFIX', `${IPV4}/[0-9]{1,2}`],
  ['IPV6', IPV6],
  ['PREFIXV6', `${IPV6}/[0-9]{1,3}`],
  ['_line_', '.+'],
  ['MAC', '(?:[0-9a-fA-F]{2}(:|\\.|\\-)){5}([0-9a-fA-F]{2})|(?:[0-9a-fA-F]{4}(:|\\.|\\-)){2}([0-9a-fA-F]{4})'],
]);

/** The pattern of a variable that names none. */
export const DEFAULT_PATTERN = '\\S+';

const SPECIAL = /[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g;

/** Python's `re.escape`. */
export function escapePattern(text: string): string {
  return text.replace(SPECIAL, '\\$&');
}
