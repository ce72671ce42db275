import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join, posix, resolve } from 'node:path';
import { types } from 'node:util';
import { errorMessage, TomError } from '../../../common/tom-error.js';
import { PackInstallError } from '../parsing.errors.js';
import { INDEX_FILE } from './library-index.js';
import { readArchive, type PackFiles } from './pack-archive.js';
import type { PackKind } from './pack-kinds.js';
import { PACK_LIMITS } from './pack-limits.js';
import { readTemplateFolder } from './template-folder.js';

/** The time a server has for the whole archive. */
const DOWNLOAD_TIMEOUT_MS = 300_000;

/** A pack as it was fetched. */
export interface FetchedPack {
  readonly files: PackFiles;
  /** An address, or an absolute path. */
  readonly origin: string;
  /** In hexadecimal; null for a directory. */
  readonly archiveSha256: string | null;
}

/** What is said of the archive that is wanted. */
export interface PackOrigin {
  /** An address that begins with http:// or https://, an archive or a directory. */
  readonly from: string;
  /** SHA-256 that the archive must have, in hexadecimal. */
  readonly sha256?: string;
}

/** Fetches a pack. Throws `PackInstallError`. */
export async function fetchPack({ from, sha256 }: PackOrigin, kind: PackKind): Promise<FetchedPack> {
  if (/^https?:\/\//i.test(from)) return unpack(from, await download(from), sha256, kind);
  const path = resolve(from);
  try {
    const { isDirectory, size } = await describePath(path);
    if (!isDirectory) return await unpack(path, await readArchiveFile(path, size), sha256, kind);
    if (sha256 !== undefined) throw new PackInstallError('A SHA-256 is for an archive, not for a directory');
    return { files: readDirectory(path, kind), origin: path, archiveSha256: null };
  } catch (error) {
    if (error instanceof TomError) throw error;
    throw new PackInstallError(`${path} cannot be read: ${errorMessage(error)}`, { cause: error });
  }
}

async function unpack(
  origin: string,
  archive: Buffer,
  wantedSha256: string | undefined,
  kind: PackKind,
): Promise<FetchedPack> {
  const archiveSha256 = createHash('sha256').update(archive).digest('hex');
  if (wantedSha256 !== undefined && wantedSha256.toLowerCase() !== archiveSha256) {
    throw new PackInstallError(
      `${origin} has SHA-256 ${archiveSha256}, not ${wantedSha256}: it is not the archive you mean`,
    );
  }
  return { files: await readArchive(archive, kind), origin, archiveSha256 };
}

async function describePath(path: string): Promise<{ isDirectory: boolean; size: number }> {
  const found = await stat(path);
  return { isDirectory: found.isDirectory(), size: found.size };
}

function tooLarge(origin: string): PackInstallError {
  return new PackInstallError(`${origin} has more than ${PACK_LIMITS.archiveBytes} bytes`);
}

async function readArchiveFile(path: string, size: number): Promise<Buffer> {
  if (size > PACK_LIMITS.archiveBytes) throw tooLarge(path);
  return readFile(path);
}

/** The root of the project, or the folder of the templates itself. */
function readDirectory(path: string, kind: PackKind): PackFiles {
  const files = readPackFolder(join(path, kind.folder), kind);
  return files.size > 0 ? files : readPackFolder(path, kind);
}

function readPackFolder(
  directory: string,
  { subfolders = ['.'], hasIndex, language, installedName }: PackKind,
): PackFiles {
  const files = new Map<string, Buffer>();
  for (const folder of subfolders) {
    const { templates, index } = readTemplateFolder(join(directory, folder), language);
    for (const [name, text] of templates) files.set(installedName(posix.join(folder, name)), Buffer.from(text));
    if (hasIndex && templates.size > 0) files.set(INDEX_FILE, Buffer.from(index));
  }
  return files;
}

async function download(address: string): Promise<Buffer> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) });
    if (!response.ok || response.body === null) {
      throw new PackInstallError(`${address} answers ${response.status} ${response.statusText}`);
    }
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > PACK_LIMITS.archiveBytes) throw tooLarge(address);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof TomError) throw error;
    throw new PackInstallError(`${address} cannot be fetched: ${describeFetchError(error)}`, { cause: error });
  }
}

/** fetch says "fetch failed" and keeps the reason in the cause. */
function describeFetchError(error: unknown): string {
  return errorMessage(types.isNativeError(error) && error.cause !== undefined ? error.cause : error);
}
