import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { errorMessage } from '../common/tom-error.js';

const GZIP_MAGIC = 0x1f8b;
const BYTE_ORDER_MARK = '\ufeff';

/** Fields in which null is what the reference gives; in others it stands for a field that is not there. */
const RESULTS = ['expected', 'result'];

/** The text of a file, unpacked when it is gzipped. */
export function readText(path: string): string {
  const data = readFileSync(path);
  const isGzipped = data.length > 1 && data.readUInt16BE(0) === GZIP_MAGIC;
  const text = (isGzipped ? gunzipSync(data) : data).toString('utf8');
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function parse(json: string, place: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Error(`${place} is no JSON: ${errorMessage(error)}`, { cause: error });
  }
}

/** The value in a file of JSON; the caller names its shape. */
export function readJson<T>(path: string): T {
  return parse(readText(path), path) as T;
}

function recordsOf(text: string, path: string): unknown[] {
  if (text.trimStart().startsWith('[')) return parse(text, path) as unknown[];
  return text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parse(line, `Line ${index + 1} of ${path}`)]));
}

function withoutNulls<T>(record: unknown, position: number, path: string): T {
  if (typeof record !== 'object' || record === null) {
    throw new Error(`Record ${position} of ${path} is no JSON object`);
  }
  const fields = Object.entries(record).filter(([field, value]) => value !== null || RESULTS.includes(field));
  return Object.fromEntries(fields) as T;
}

/** The records of a file: a JSON object in each line, or an array of them. The caller names their shape; vectors are trusted. */
export function readRecords<T>(path: string): T[] {
  return recordsOf(readText(path), path).map((record, index) => withoutNulls<T>(record, index + 1, path));
}
