import { posix } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { errorMessage, TomError } from '../../../common/tom-error.js';
import { PackInstallError } from '../parsing.errors.js';
import { hasErrorCode } from '../../../common/error-code.js';
import { INDEX_FILE } from './library-index.js';
import type { PackKind } from './pack-kinds.js';
import { PACK_LIMITS } from './pack-limits.js';

/** The files of a pack, templates and index, by name. */
export type PackFiles = ReadonlyMap<string, Buffer>;

const gunzipAsync = promisify(gunzip);

async function unzip(archive: Buffer): Promise<Buffer> {
  try {
    return await gunzipAsync(archive, { maxOutputLength: PACK_LIMITS.unpackedBytes });
  } catch (error) {
    if (!hasErrorCode(error, 'ERR_BUFFER_TOO_LARGE')) throw error;
    throw new PackInstallError(`The archive has more than ${PACK_LIMITS.unpackedBytes} bytes when unpacked`);
  }
}

/** Refuses a path that leads out of the archive; nothing is written by these paths, but such an archive is not what it says. */
function checkPath(path: string): void {
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || path.includes('\\') || path.split('/').includes('..')) {
    throw new PackInstallError(`The archive has an entry that leads out of it: "${path}"`);
  }
}

/** The path of a file below the folder of the templates, or undefined. */
function pathInFolder(path: string, { folder, subfolders }: PackKind): string | undefined {
  const { dir, base } = posix.parse(posix.normalize(path));
  if (subfolders === undefined) return dir === folder || dir.endsWith(`/${folder}`) ? base : undefined;
  const parts = [...dir.split('/'), base];
  const start = parts.findIndex((part, position) => part === folder && subfolders.includes(parts[position + 1] ?? ''));
  return start < 0 || start > 1 ? undefined : parts.slice(start + 1).join('/');
}

/** The name of a file that belongs to the pack, or undefined. */
function packFileName(path: string, kind: PackKind): string | undefined {
  const inFolder = pathInFolder(path, kind);
  const isTemplate = kind.language.extensions.some((extension) => inFolder?.endsWith(extension) === true);
  const isWanted = inFolder === INDEX_FILE ? kind.hasIndex : isTemplate;
  return isWanted && inFolder !== undefined ? kind.installedName(inFolder) : undefined;
}

/** The entries of this reader are streams of buffers, which its types do not say. */
async function readEntry(entry: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Collects the files of a pack from the entries of an archive, within the limits. */
class PackCollector {
  readonly files = new Map<string, Buffer>();
  private entries = 0;

  constructor(private readonly kind: PackKind) {}

  /** Whether the entry is a file of the pack, under which name; undefined for one to pass over. Throws `PackInstallError`. */
  accept({ name: path, type, size }: Header): string | undefined {
    if (++this.entries > PACK_LIMITS.entries) {
      throw new PackInstallError(`The archive has more than ${PACK_LIMITS.entries} entries`);
    }
    checkPath(path);
    const name = packFileName(path, this.kind);
    if (name === undefined || type === 'directory') return undefined;
    if (type !== 'file' && type !== 'contiguous-file') {
      throw new PackInstallError(`"${path}" of the archive is a ${type}, not a file`);
    }
    if (size > PACK_LIMITS.fileBytes) {
      throw new PackInstallError(`"${path}" of the archive has more than ${PACK_LIMITS.fileBytes} bytes`);
    }
    if (this.files.has(name)) throw new PackInstallError(`The archive has "${name}" twice`);
    if (this.files.size > PACK_LIMITS.templates) {
      throw new PackInstallError(`The archive has more than ${PACK_LIMITS.templates} templates`);
    }
    return name;
  }
}

/** The files of a pack in a gzipped tar archive. Throws `PackInstallError` for an archive that is damaged or not to be trusted. */
export async function readArchive(archive: Buffer, kind: PackKind): Promise<PackFiles> {
  const collector = new PackCollector(kind);
  try {
    const reader = extract();
    reader.end(await unzip(archive));
    for await (const entry of reader) {
      const name = collector.accept(entry.header);
      if (name === undefined) entry.resume();
      else collector.files.set(name, await readEntry(entry));
    }
  } catch (error) {
    if (error instanceof TomError) throw error;
    throw new PackInstallError(`The archive is damaged, or no .tar.gz archive: ${errorMessage(error)}`, {
      cause: error,
    });
  }
  return collector.files;
}
