import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import type { SharedState } from '../state/shared-state.port.js';
import type { JobResult } from './job.types.js';

/** Results larger than this are compressed. */
const COMPRESS_FROM_BYTES = 16 * 1024;
/** A result outlives its job's record by this much, so that no finished job is seen without its result. */
const MARGIN_MS = 60_000;
/** First bytes of a gzip member (RFC 1952); JSON begins otherwise. */
const GZIP_MAGIC = 0x1f8b;

const compress = promisify<Buffer, { level: number }, Buffer>(gzip);
const decompress = promisify<Buffer, Buffer>(gunzip);

/** What jobs brought back, in the shared store. Its methods may be repeated and reject with `StateUnavailableError`. */
export class ResultStore {
  readonly #state: SharedState;
  readonly #ttlMs: number;

  /** @param ttlMs how long a result is kept, as long as the record of its job */
  constructor(state: SharedState, ttlMs: number) {
    this.#state = state;
    this.#ttlMs = ttlMs;
  }

  async put(jobId: string, result: JobResult): Promise<void> {
    const json = Buffer.from(JSON.stringify(result));
    const stored = json.length > COMPRESS_FROM_BYTES ? await compress(json, { level: constants.Z_BEST_SPEED }) : json;
    await this.#state.set(keyOf(jobId), stored, this.#ttlMs + MARGIN_MS);
  }

  /** The result, or `undefined` when the job has none or its time is over. */
  async get(jobId: string): Promise<JobResult | undefined> {
    const stored = await this.#state.get(keyOf(jobId));
    if (stored === undefined) return undefined;
    const json = stored.readUInt16BE() === GZIP_MAGIC ? await decompress(stored) : stored;
    return JSON.parse(json.toString()) as JobResult;
  }
}

function keyOf(jobId: string): string {
  return `result:${jobId}`;
}
