import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode } from '../../../common/error-code.js';

/** What is recorded of an installed pack, in `<pack directory>/<pack>.json`. Replacing this file replaces the pack. */
export interface PackManifest {
  readonly pack: string;
  /** Version as the installer was told; null when it was not. */
  readonly version: string | null;
  /** Where it came from: an address, an archive or a directory. */
  readonly origin: string;
  /** SHA-256 of the archive, in hexadecimal; null when it came from a directory. */
  readonly archiveSha256: string | null;
  /** ISO 8601. */
  readonly installedAt: string;
  /** Name of the folder beside this file that holds the templates and the index. */
  readonly folder: string;
  /** SHA-256 of every file of the folder by its name, in hexadecimal. */
  readonly files: Readonly<Record<string, string>>;
}

/** File of the manifest of a pack. */
export function manifestPath(packDirectory: string, pack: string): string {
  return join(packDirectory, `${pack}.json`);
}

function isManifest(value: unknown): value is PackManifest {
  if (typeof value !== 'object' || value === null) return false;
  const { folder, files } = value as Partial<Record<keyof PackManifest, unknown>>;
  return typeof folder === 'string' && /^[\w-]+$/.test(folder) && typeof files === 'object' && files !== null;
}

/** The manifest of an installed pack, undefined when none is installed. Throws when it cannot be read or understood. */
export async function readManifest(packDirectory: string, pack: string): Promise<PackManifest | undefined> {
  const path = manifestPath(packDirectory, pack);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const manifest: unknown = JSON.parse(text);
  if (!isManifest(manifest)) throw new Error(`${path} is no manifest of a template pack; install the pack again`);
  return manifest;
}
