import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const GZIP_MAGIC = 0x1f8b;

/** The text of a file, unpacked when it is gzipped. */
export function readText(path: string): string {
  const data = readFileSync(path);
  const isGzipped = data.length > 1 && data.readUInt16BE(0) === GZIP_MAGIC;
  return (isGzipped ? gunzipSync(data) : data).toString('utf8');
}

/** The records of a file with a JSON object in each line. The caller names their shape; vectors are trusted. */
export function readRecords<T>(path: string): T[] {
  return readText(path)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}
