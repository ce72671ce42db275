import { splitLines, splitWords, strip, stripEnd, stripStart } from '../../regex/python-text.js';
import { parseInteger } from '../numbers.js';
import { formatString } from '../string-format.js';
import { TtpRunError } from '../ttp.errors.js';
import type { PyValue } from '../values.js';
import { textOf } from './match-function.js';

/** A method of a value, called with plain arguments. */
export type Method<Self> = (self: Self, args: readonly PyValue[]) => PyValue;

function stripCharacters(text: string, characters: string, atStart: boolean, atEnd: boolean): string {
  const letters = [...text];
  let start = 0;
  let end = letters.length;
  while (atStart && start < end && characters.includes(letters[start] ?? '')) start++;
  while (atEnd && end > start && characters.includes(letters[end - 1] ?? '')) end--;
  return letters.slice(start, end).join('');
}

function stripper(plain: (text: string) => string, atStart: boolean, atEnd: boolean): Method<string> {
  return (text, [characters]) => {
    return typeof characters === 'string' ? stripCharacters(text, characters, atStart, atEnd) : plain(text);
  };
}

function limitOf(limit: PyValue | undefined): number {
  const most = limit === undefined ? -1 : Number(parseInteger(limit) ?? -1);
  return most < 0 ? Infinity : most;
}

function split(text: string, [separator, limit]: readonly PyValue[]): PyValue {
  const most = limitOf(limit);
  const parts = typeof separator === 'string' ? text.split(separator) : splitWords(text);
  if (parts.length <= most) return parts;
  const head = parts.slice(0, most);
  if (typeof separator === 'string') return [...head, parts.slice(most).join(separator)];
  let rest = stripStart(text);
  for (const word of head) rest = stripStart(rest.slice(word.length));
  return [...head, rest];
}

function splitFromEnd(text: string, [separator, limit]: readonly PyValue[]): PyValue {
  const most = limitOf(limit);
  const parts = typeof separator === 'string' ? text.split(separator) : splitWords(text);
  if (parts.length <= most) return parts;
  const tail = parts.slice(parts.length - most);
  if (typeof separator === 'string') return [parts.slice(0, parts.length - most).join(separator), ...tail];
  let rest = stripEnd(text);
  for (const word of tail.toReversed()) rest = stripEnd(rest.slice(0, rest.length - word.length));
  return [rest, ...tail];
}

function expandTabs(text: string, [size]: readonly PyValue[]): PyValue {
  const width = Math.min(Number(parseInteger(size ?? 8) ?? 8), 10_000);
  return text.replace(/([^\t\n\r]*)\t/g, (_, before: string) => {
    return before + ' '.repeat(width > 0 ? width - ([...before].length % width) : 0);
  });
}

function partition(text: string, separator: string, index: number): PyValue {
  return [text.slice(0, index), separator, text.slice(index + separator.length)];
}

function replace(text: string, [old, by, limit]: readonly PyValue[]): PyValue {
  const [from, to] = [textOf(old, 'replace'), textOf(by, 'replace')];
  if (limit === undefined) return text.replaceAll(from, () => to);
  const parts = text.split(from);
  const count = Math.min(Number(parseInteger(limit) ?? 0), parts.length - 1);
  return [parts.slice(0, count + 1).join(to), ...parts.slice(count + 1)].join(from);
}

function titleCase(text: string): string {
  return text.replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}

function isCased(text: string, changed: string, other: string): boolean {
  return text === changed && text !== other;
}

function affix(test: (text: string, part: string) => boolean): Method<string> {
  return (text, [parts]) =>
    (Array.isArray(parts) ? parts : [parts]).some((part) => test(text, textOf(part, 'startswith')));
}

function center(text: string, [width, fill]: readonly PyValue[]): PyValue {
  const wanted = Math.min(Number(parseInteger(width ?? 0) ?? 0), 10_000);
  const missing = Math.max(wanted - text.length, 0);
  const before = Math.floor(missing / 2) + (missing & wanted & 1);
  const character = typeof fill === 'string' ? fill : ' ';
  return character.repeat(before) + text + character.repeat(missing - before);
}

/** Where a part is in a text, with Python's error where it is not. */
function indexIn(search: (text: string, part: string) => number): Method<string> {
  return (text, [part]) => {
    const index = search(text, textOf(part, 'index'));
    if (index < 0) throw new TtpRunError(`"${text}" holds no "${textOf(part, 'index')}"`);
    return index;
  };
}

function justify(side: 'padStart' | 'padEnd'): Method<string> {
  return (text, [width, fill]) =>
    text[side](Math.min(Number(parseInteger(width ?? 0) ?? 0), 10_000), typeof fill === 'string' ? fill : ' ');
}

function matches(pattern: RegExp): Method<string> {
  return (text) => pattern.test(text);
}

/** Methods of Python's `str`. */
export const TEXT_METHODS: ReadonlyMap<string, Method<string>> = new Map<string, Method<string>>([
  ['upper', (text) => text.toUpperCase()],
  ['lower', (text) => text.toLowerCase()],
  ['casefold', (text) => text.toLowerCase().replaceAll('ß', 'ss')],
  ['swapcase', (text) => [...text].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join('')],
  ['capitalize', (text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()],
  ['title', titleCase],
  ['strip', stripper(strip, true, true)],
  ['lstrip', stripper(stripStart, true, false)],
  ['rstrip', stripper(stripEnd, false, true)],
  ['split', split],
  ['rsplit', splitFromEnd],
  ['splitlines', (text) => splitLines(text)],
  [
    'partition',
    (text, [by]) => {
      const index = text.indexOf(textOf(by, 'partition'));
      return index === -1 ? [text, '', ''] : partition(text, textOf(by, 'partition'), index);
    },
  ],
  [
    'rpartition',
    (text, [by]) => {
      const index = text.lastIndexOf(textOf(by, 'rpartition'));
      return index === -1 ? ['', '', text] : partition(text, textOf(by, 'rpartition'), index);
    },
  ],
  ['replace', replace],
  [
    'removeprefix',
    (text, [part]) => (text.startsWith(textOf(part, 'removeprefix')) ? text.slice(textOf(part, '').length) : text),
  ],
  [
    'removesuffix',
    (text, [part]) =>
      text.endsWith(textOf(part, 'removesuffix')) ? text.slice(0, text.length - textOf(part, '').length) : text,
  ],
  ['startswith', affix((text, part) => text.startsWith(part))],
  ['endswith', affix((text, part) => text.endsWith(part))],
  ['isalpha', matches(/^\p{L}+$/u)],
  ['isalnum', matches(/^[\p{L}\p{N}]+$/u)],
  ['isdecimal', matches(/^\p{Nd}+$/u)],
  ['isnumeric', matches(/^\p{N}+$/u)],
  ['isspace', (text) => text !== '' && strip(text) === ''],
  ['isupper', (text) => isCased(text, text.toUpperCase(), text.toLowerCase())],
  ['islower', (text) => isCased(text, text.toLowerCase(), text.toUpperCase())],
  ['istitle', (text) => isCased(text, titleCase(text), text.toLowerCase())],
  ['isascii', (text) => !/[^\0-\x7f]/.test(text)],
  ['isprintable', (text) => !/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(text)],
  ['isidentifier', matches(/^[\p{L}_][\p{L}\p{N}_]*$/u)],
  ['find', (text, [part]) => text.indexOf(textOf(part, 'find'))],
  ['rfind', (text, [part]) => text.lastIndexOf(textOf(part, 'rfind'))],
  ['index', indexIn((text, part) => text.indexOf(part))],
  ['rindex', indexIn((text, part) => text.lastIndexOf(part))],
  [
    'zfill',
    (text, [width]) =>
      text.replace(
        /^([+-]?)(.*)$/s,
        (_, sign: string, rest: string) => sign + rest.padStart(Number(width) - sign.length, '0'),
      ),
  ],
  ['ljust', justify('padEnd')],
  ['rjust', justify('padStart')],
  ['center', center],
  ['format', (text, args) => formatString(text, args, new Map())],
  ['expandtabs', expandTabs],
]);

/** Methods of Python's `list` that give a value. */
export const LIST_METHODS: ReadonlyMap<string, Method<PyValue[]>> = new Map<string, Method<PyValue[]>>([
  ['copy', (items) => [...items]],
]);
