import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';

/** Texts larger than this are compressed. */
const COMPRESS_FROM_BYTES = 16 * 1024;
/** First bytes of a gzip member (RFC 1952); JSON begins otherwise. */
const GZIP_MAGIC = 0x1f8b;

const compress = promisify<Buffer, { level: number }, Buffer>(gzip);
const decompress = promisify<Buffer, Buffer>(gunzip);

/** A value as JSON, compressed where it is large. */
export async function packJson(value: unknown): Promise<Buffer> {
  const json = Buffer.from(JSON.stringify(value));
  return json.length > COMPRESS_FROM_BYTES ? compress(json, { level: constants.Z_BEST_SPEED }) : json;
}

/** The value that `packJson` packed. */
export async function unpackJson(packed: Buffer): Promise<unknown> {
  const json = packed.length > 1 && packed.readUInt16BE() === GZIP_MAGIC ? await decompress(packed) : packed;
  return JSON.parse(json.toString()) as unknown;
}
