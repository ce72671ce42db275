import type Bull from 'bull';
import { runScript } from '../../state/run-script.js';
import { firstIdAt } from '../job-id.js';
import type { JobListQuery } from '../job-listing.js';
import type { JobPayload } from '../job.types.js';
import { INDEX_JOB } from './bull-scripts.js';

/** A job may wait for a day and more before its result is kept. */
const MARGIN_MS = 2 * 24 * 3_600_000;

/** An id may be that much older than the job is said to be. */
const OLDER_MS = 10_000;

type Queue = Bull.Queue<JobPayload>;

/** Ids of the jobs of each partition, and of each device, in the order of their age. */
export class BullIndex {
  readonly #ttlMs: number;

  /** @param resultTtlMs how long finished jobs are kept */
  constructor(resultTtlMs: number) {
    this.#ttlMs = resultTtlMs + MARGIN_MS;
  }

  /** Adds a job that is in the queue; takes out others that are gone. */
  async add(queue: Queue, device: string, id: string): Promise<void> {
    const keys = [indexOf(queue), indexOf(queue, device)];
    const pointers = keys.map((key) => `${key}#swept`);
    await runScript(queue.client, INDEX_JOB, [...keys, ...pointers], [id, this.#ttlMs, queue.toKey('')]);
  }

  /** Ids of jobs of these queues, the newest first. */
  async olderThan(
    queues: readonly Queue[],
    { device, since }: JobListQuery,
    before: string | undefined,
    count: number,
  ): Promise<string[]> {
    const newest = before === undefined ? '+' : `(${before}`;
    const oldest = since === undefined ? '-' : `[${firstIdAt(Math.max(0, since - OLDER_MS))}`;
    const found = await Promise.all(
      queues.map((queue) => queue.client.zrevrangebylex(indexOf(queue, device), newest, oldest, 'LIMIT', 0, count)),
    );
    return found.flat().sort().reverse().slice(0, count);
  }
}

function indexOf(queue: Queue, device?: string): string {
  return queue.toKey(device === undefined ? 'index' : `index:${device}`);
}
