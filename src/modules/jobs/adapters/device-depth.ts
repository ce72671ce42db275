import type Bull from 'bull';
import type { JobPayload } from '../job.types.js';
import { deviceKey } from '../partition.js';
import type { BullIndex } from './bull-index.js';

/** Time between two searches for ended jobs that their worker could not take out of the set. */
const PRUNE_EVERY_MS = 5_000;
/** A job of which nothing is found is taken out when it is older than this: it may be on its way to Redis. */
const MISSING_AFTER_MS = 60_000;
const PRUNE_BATCH = 500;

function keyOf(queue: Bull.Queue<JobPayload>, device: string): string {
  return queue.toKey(`device:${device}`);
}

/** The unfinished jobs of one device: a set of their ids in Redis, which a worker takes them out of. */
export class DeviceDepth {
  readonly #queue: Bull.Queue<JobPayload>;
  readonly #device: string;
  readonly #key: string;
  #known = 0;
  #inFlight = 0;
  #prunedAt = 0;

  constructor(queue: Bull.Queue<JobPayload>, device: string) {
    this.#queue = queue;
    this.#device = device;
    this.#key = keyOf(queue, device);
  }

  /** What Redis said last, and what it has not said anything of. */
  get value(): number {
    return this.#known + this.#inFlight;
  }

  /** Whether an answer of Redis is on its way. */
  get isCounting(): boolean {
    return this.#inFlight > 0;
  }

  /** Counts a job and has it listed. Never rejects: where Redis is away the job is not accepted. */
  async add(id: string, index: BullIndex): Promise<void> {
    this.#inFlight++;
    try {
      this.#known = await index.enter(this.#queue, this.#device, this.#key, id);
    } catch {
      // What is not counted may be accepted once more; should it have been accepted, it is run and not listed.
    } finally {
      this.#inFlight--;
    }
  }

  /** Asks Redis; jobs that have ended do not count. */
  async recount(): Promise<number> {
    if (this.#prunedAt + PRUNE_EVERY_MS <= Date.now()) {
      this.#prunedAt = Date.now();
      await this.#prune();
    }
    this.#known = await this.#queue.client.scard(this.#key);
    return this.value;
  }

  async #prune(): Promise<void> {
    const ids = await this.#queue.client.smembers(this.#key);
    while (ids.length > 0) {
      const batch = ids.splice(0, PRUNE_BATCH);
      const hasEnded = await Promise.all(batch.map((id) => this.#hasEnded(id)));
      const ended = batch.filter((_, index) => hasEnded[index]);
      if (ended.length > 0) await this.#queue.client.srem(this.#key, ...ended);
    }
  }

  async #hasEnded(id: string): Promise<boolean> {
    const [timestamp, finishedOn] = await this.#queue.client.hmget(this.#queue.toKey(id), 'timestamp', 'finishedOn');
    if (timestamp != null) return finishedOn != null;
    return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) + MISSING_AFTER_MS < Date.now();
  }
}

/** Takes a job that has ended out of its device's set. */
export async function leaveDepth(queue: Bull.Queue<JobPayload>, { device }: JobPayload, id: string): Promise<void> {
  await queue.client.srem(keyOf(queue, deviceKey(device)), id);
}
