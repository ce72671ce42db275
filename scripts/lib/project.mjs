// What the project's own commands share. Uses Node's own modules only: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Runs a command in the project's root and ends this process with its status when it fails. */
export function run(command, args, { env = {}, stdio = 'inherit' } = {}) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio, env: { ...process.env, ...env } });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Runs what a command needs first: its own output is the caller's to read, so this goes to standard error. */
function prepare(what, command, args) {
  console.error(`${what} …`);
  run(command, args, { stdio: ['inherit', 2, 'inherit'] });
}

function modifiedAt(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function newestIn(directory) {
  return Math.max(
    modifiedAt(directory),
    ...readdirSync(directory, { withFileTypes: true }).map((entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() ? newestIn(path) : modifiedAt(path);
    }),
  );
}

/** Installs the dependencies when they are missing or older than the lock file. */
export function ensureInstalled() {
  const lock = join(ROOT, 'package-lock.json');
  const stamp = join(ROOT, 'node_modules', '.package-lock.json');
  if (modifiedAt(stamp) >= modifiedAt(lock)) return;
  prepare('Installing dependencies', 'npm', ['ci', '--no-audit', '--no-fund']);
  const now = new Date();
  utimesSync(stamp, now, now);
}

/** Builds when a source is newer than the last build. */
export function ensureBuilt() {
  ensureInstalled();
  const stamp = join(ROOT, 'dist', '.built');
  const sources = ['src', 'package.json', 'nest-cli.json', '.swcrc', 'tsconfig.json', 'tsconfig.build.json'].map(
    (name) => join(ROOT, name),
  );
  const newest = Math.max(...sources.map((path) => (statSync(path).isDirectory() ? newestIn(path) : modifiedAt(path))));
  if (modifiedAt(stamp) >= newest) return;
  prepare('Building', 'npx', ['nest', 'build']);
  writeFileSync(stamp, '');
}
