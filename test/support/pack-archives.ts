import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';

/** An entry of an archive; a text is a file. */
export type ArchiveEntry = string | (Partial<Header> & { readonly content?: string });

/** A .tar.gz archive with these entries by path. */
export async function archiveOf(entries: Readonly<Record<string, ArchiveEntry>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, entry] of Object.entries(entries)) {
    const { content = '', ...header } = typeof entry === 'string' ? { content: entry } : entry;
    archive.entry({ name, ...header }, content);
  }
  archive.finalize();
  return gzipSync(await buffer(archive as AsyncIterable<Uint8Array>));
}
