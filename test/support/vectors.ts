import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Where the shared test data lies, beside the project. */
const SHARED_FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared');

/** The full path of a file of the shared test data, e.g. `vectors/regex/handwritten.public.jsonl.gz`. */
export function sharedFile(path: string): string {
  return join(SHARED_FOLDER, path);
}

/** The records of a file of gzipped JSON lines. The caller names their shape; the files are test data we trust. */
export function readVectors<T>(path: string): T[] {
  return gunzipSync(readFileSync(sharedFile(path)))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** The content of a gzipped JSON file. */
export function readVectorFile<T>(path: string): T {
  return JSON.parse(gunzipSync(readFileSync(sharedFile(path))).toString('utf8')) as T;
}

/** A suite over shared files; where one is missing the suite is skipped, by name, on any machine. */
export function describeWithVectors(paths: readonly string[], name: string, define: () => void): void {
  const missing = paths.filter((path) => !existsSync(sharedFile(path)));
  if (missing.length === 0) {
    describe(name, define);
  } else {
    describe.skip(`${name} (skipped: needs ${missing.map((path) => `shared/${path}`).join(', ')})`, () => {
      it('is skipped', () => undefined);
    });
  }
}
