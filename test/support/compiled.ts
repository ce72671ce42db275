import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');
const OUTPUT = join(ROOT, 'node_modules/.cache/tom-tests', String(process.pid));

const run = promisify(execFile);
let compiled: Promise<unknown> | undefined;

async function compile(): Promise<void> {
  await mkdir(OUTPUT, { recursive: true });
  await writeFile(join(OUTPUT, 'package.json'), '{"type":"module"}');
  const swc = join(ROOT, 'node_modules/.bin/swc');
  await run(swc, ['src', 'test/support', '--out-dir', OUTPUT, '--config-file', '.swcrc', '--quiet'], { cwd: ROOT });
}

/**
 * Path of a source file, compiled for Node.js, so that a test can run it in a process of its own. Everything under `src`
 * and `test/support` is compiled once a test process.
 */
export async function compiledFile(path: string): Promise<string> {
  compiled ??= compile();
  await compiled;
  return join(OUTPUT, path.replace(/\.ts$/, '.js'));
}
