import { randomFillSync } from 'node:crypto';

const JOB_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-([0-9a-f]{4})[0-9a-f]{8}$/;

/** Ids given in one millisecond before they stop to sort by their order. */
const MAX_SEQUENCE = 0xfff;
let last = { now: 0, sequence: 0 };

/** Random bytes for the next ids: asked for one by one they would cost more than all the rest of an id. */
const pool = Buffer.alloc(4_096);
let used = pool.length;

function takeRandom(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
}

/**
 * A new job id: a UUID of version 8 (RFC 9562, section 5.8). Its first six bytes are the time in milliseconds, and the next twelve
 * bits count within one, so that the ids a process gives sort by age; bytes 10 and 11 are the partition, so that a job is found by its id
 * alone; the rest is random.
 */
export function newJobId(partition: number, now = Date.now()): string {
  last = { now, sequence: now === last.now ? Math.min(last.sequence + 1, MAX_SEQUENCE) : 0 };
  const bytes = takeRandom(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt16BE(last.sequence | 0x8000, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  bytes.writeUInt16BE(partition, 10);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The partition a job id carries; `undefined` for a text that is no job id. */
export function partitionOfJobId(id: string): number | undefined {
  const partition = JOB_ID.exec(id)?.[1];
  return partition === undefined ? undefined : Number.parseInt(partition, 16);
}

/** Every id given at this time or later sorts after it, every earlier one before it. */
export function firstIdAt(at: number): string {
  const hex = Math.floor(at).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
