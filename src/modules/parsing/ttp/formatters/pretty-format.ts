import { repr } from '../python-format.js';
import type { PyDict, PyKey, PyValue } from '../values.js';

/** Columns a line may have, and columns that each level is indented by. */
const WIDTH = 80;
const INDENT = 4;

const FILLER = ' '.repeat(INDENT - 1);

function compareKeys(left: PyKey, right: PyKey): number {
  if (typeof left !== typeof right) return typeof left < typeof right ? -1 : 1;
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

function sortedEntries(dict: PyDict): [PyKey, PyValue][] {
  return [...dict].sort(([left], [right]) => compareKeys(left, right));
}

function sortKeys(value: PyValue): PyValue {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value instanceof Map) return new Map(sortedEntries(value).map(([key, item]) => [key, sortKeys(item)]));
  return value;
}

/** The parts of a line that is too long, none of them longer than fits. */
function splitLine(line: string, width: number, lastWidth: number): string[] {
  const words = line.match(/\S*\s+|\S+/g) ?? [];
  const chunks: string[] = [];
  let current = '';
  for (const [index, word] of words.entries()) {
    const limit = index === words.length - 1 ? lastWidth : width;
    if (repr(current + word).length > limit && current !== '') {
      chunks.push(repr(current));
      current = word;
    } else {
      current += word;
    }
  }
  return current === '' ? chunks : [...chunks, repr(current)];
}

function formatText(text: string, column: number, allowance: number, isTop: boolean): string {
  const indent = isTop ? column + 1 : column;
  const width = WIDTH - indent;
  const lines = text.match(/[^\n]*\n|[^\n]+/g) ?? [];
  const chunks = lines.flatMap((line, index) => {
    const lastWidth = index === lines.length - 1 ? width - allowance - (isTop ? 1 : 0) : width;
    return repr(line).length <= lastWidth ? [repr(line)] : splitLine(line, width, lastWidth);
  });
  if (chunks.length <= 1) return repr(text);
  const body = chunks.join(`\n${' '.repeat(indent)}`);
  return isTop ? `(${body})` : body;
}

function formatItems(items: readonly PyValue[], column: number, allowance: number): string {
  const inner = column + INDENT;
  return items
    .map((item, index) => format(item, inner, index === items.length - 1 ? allowance : 1))
    .join(`,\n${' '.repeat(inner)}`);
}

function formatEntries(dict: PyDict, column: number, allowance: number): string {
  const inner = column + INDENT;
  const entries = sortedEntries(dict);
  return entries
    .map(([key, item], index) => {
      const name = repr(key);
      return `${name}: ${format(item, inner + name.length + 2, index === entries.length - 1 ? allowance : 1)}`;
    })
    .join(`,\n${' '.repeat(inner)}`);
}

function format(value: PyValue, column: number, allowance: number, isTop = false): string {
  const text = repr(sortKeys(value));
  if (text.length <= WIDTH - column - allowance) return text;
  if (Array.isArray(value)) return `[${FILLER}${formatItems(value, column, allowance + 1)}]`;
  if (value instanceof Map) return `{${FILLER}${formatEntries(value, column, allowance + 1)}}`;
  return typeof value === 'string' ? formatText(value, column, allowance, isTop) : text;
}

/** Results in the layout of Python's `pprint`, four columns a level. */
export function formatPretty(results: PyValue): string {
  return format(results, 0, 0, true);
}
