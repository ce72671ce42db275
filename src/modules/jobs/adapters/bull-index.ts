import type Bull from 'bull';
import { runScript } from '../../state/run-script.js';
import { firstIdAt } from '../job-id.js';
import type { JobListQuery } from '../job-listing.js';
import type { JobPayload } from '../job.types.js';
import { ENTER_JOB } from './bull-scripts.js';

/** A job may wait for a day and more before its result is kept. */
const MARGIN_MS = 2 * 24 * 3_600_000;

/** A device's set of unfinished jobs is forgotten this long after its latest job came, in milliseconds. */
const SET_TTL_MS = 2 * 86_400_000;

/** One job in so many looks at others of its indexes, and then at twice as many: which keeps an index within twice its jobs, about. */
const SWEEP_EVERY = 16;

/** Jobs are not looked for before they are this old: they may be on their way to Redis. */
const LOOK_AFTER_MS = 60_000;

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

  /**
   * Enters a job that goes into the queue right behind in the indexes and in the set of its device's unfinished jobs; takes out of the
   * indexes others that are gone. Gives the number of unfinished jobs.
   * @param unfinished key of the set
   */
  async enter(queue: Queue, device: string, unfinished: string, id: string): Promise<number> {
    const indexes = [indexOf(queue), indexOf(queue, device)];
    const keys = [unfinished, ...indexes, ...indexes.map((key) => `${key}#swept`)];
    const looks = Math.random() * SWEEP_EVERY < 1 ? 2 * SWEEP_EVERY : 0;
    const args = [id, SET_TTL_MS, this.#ttlMs, queue.toKey(''), looks, firstIdAt(Date.now() - LOOK_AFTER_MS)];
    return Number(await runScript(queue.client, ENTER_JOB, keys, args));
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
