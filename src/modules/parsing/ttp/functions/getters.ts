import { cachedRegex } from '../regex-cache.js';
import type { PyValue } from '../values.js';

/** Where a value that a template variable asks for comes from: the text, framed by line ends, and its name. */
export type Getter = (text: string, name: string) => PyValue | undefined;

/** Prompts that tell a host name, in Python's syntax and the order they are tried: the more specific before the more general. */
const PROMPTS: readonly string[] = [
  String.raw`\n\S{1,2}:(\S+?)[>#].*(?=\n)`,
  String.raw`\n\S+:(\S+)#.*(?=\n)`,
  String.raw`\n(\S+)#.*(?=\n)`,
  String.raw`\n\S*@(\S+)>.*(?=\n)`,
  String.raw`\n<(\S+)>.*(?=\n)`,
  String.raw`\n(\S+)>.*(?=\n)`,
  String.raw`\n(\S+ \(\S+\)) #.*(?=\n)`,
];

/** Byte order marks, also such that were read as Latin-1. */
const BYTE_ORDER_MARK = /^(?:[ï»¿]+|[þÿ]+|\ufeff)+/;

/** The host name in the first prompt of a text; undefined where there is none. */
export function hostNameIn(text: string): string | undefined {
  for (const prompt of PROMPTS) {
    const name = cachedRegex(prompt).search(text)?.groups[1];
    if (typeof name === 'string') return name.replace(BYTE_ORDER_MARK, '');
  }
  return undefined;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function dateOf(now: Date): string {
  return `${now.getFullYear()}-${twoDigits(now.getMonth() + 1)}-${twoDigits(now.getDate())}`;
}

function timeOf(now: Date): string {
  return [now.getHours(), now.getMinutes(), now.getSeconds()].map(twoDigits).join(':');
}

function timestampIso(now: Date): string {
  return now.toISOString().replace('Z', '000+00:00');
}

const NANOSECONDS_PER_MILLISECOND = 1_000_000n;

/** The values a template variable can be made of, by the word it holds. */
export const GETTERS: ReadonlyMap<string, Getter> = new Map<string, Getter>([
  ['gethostname', (text) => hostNameIn(text)],
  ['getfilename', (_, name) => name],
  ['get_time', () => timeOf(new Date())],
  ['get_date', () => dateOf(new Date())],
  ['get_timestamp', () => `${dateOf(new Date())} ${timeOf(new Date())}`],
  [
    'get_timestamp_ms',
    () => {
      const now = new Date();
      return `${dateOf(now)} ${timeOf(now)}.${String(now.getMilliseconds()).padStart(3, '0')}`;
    },
  ],
  ['get_timestamp_iso', () => timestampIso(new Date())],
  ['get_time_ns', () => BigInt(Date.now()) * NANOSECONDS_PER_MILLISECOND],
]);
