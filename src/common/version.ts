import { readFileSync } from 'node:fs';
import { join } from 'node:path';

function readVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** The version of Tom, as in its package. */
export const VERSION = readVersion();
