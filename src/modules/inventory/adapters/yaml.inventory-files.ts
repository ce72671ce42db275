import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const WILDCARD = /[*?]/;
const INVENTORY_FILE = /\.(ya?ml|json)$/i;
const HIDDEN = /(^|\/)\./;

/** Directory or file to look at, and for a pattern what the paths below it must look like. */
export interface FilePlace {
  readonly base: string;
  readonly pattern?: RegExp;
}

/** `**` stands for any directories, `*` and `?` for characters other than `/`. */
function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|\*|\?|[^*?]+/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    return token === '?' ? '[^/]' : token.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`);
}

/** Where the files of an absolute path or pattern are. */
export function placeOf(path: string): FilePlace {
  const segments = path.split(sep);
  const at = segments.findIndex((segment) => WILDCARD.test(segment));
  if (at === -1) return { base: path };
  return { base: segments.slice(0, at).join(sep) || sep, pattern: toRegExp(segments.slice(at).join('/')) };
}

/**
 * The files that a place stands for, sorted: a file itself, the YAML and JSON files of a directory, or what matches a pattern. Hidden
 * files are left out. Rejects as the file system does.
 */
export async function filesAt({ base, pattern }: FilePlace): Promise<string[]> {
  if (pattern === undefined && !(await stat(base)).isDirectory()) return [base];
  const entries = await readdir(base, { withFileTypes: true, recursive: pattern !== undefined });
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const below = relative(base, path).split(sep).join('/');
    if (HIDDEN.test(below) || !(pattern ?? INVENTORY_FILE).test(below)) continue;
    if (entry.isFile() || (entry.isSymbolicLink() && (await stat(path)).isFile())) found.push(path);
  }
  return found.sort();
}
