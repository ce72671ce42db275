import type Bull from 'bull';
import type { Redis } from 'ioredis';
import { errorMessage } from '../../../common/tom-error.js';
import type { JobPayload } from '../job.types.js';
import type { BullJob } from './bull-job-runner.js';

/** What of Bull's queue has to do with fetching jobs. */
interface FetchingQueue {
  readonly bclient: Redis & { blocked?: boolean };
  readonly client: Redis;
  readonly keys: { readonly wait: string };
  readonly settings: { readonly drainDelay: number };
  readonly paused: Promise<void> | null | undefined;
  readonly closing: Promise<void> | undefined;
  moveToActive(): Promise<BullJob | null>;
  processJob(job: BullJob | null, notFetch?: boolean): Promise<unknown>;
  getNextJob(): Promise<BullJob | null>;
}

/** Somebody with room for a job. */
interface Taker {
  resolve(job: BullJob | null): void;
  reject(error: unknown): void;
}

/**
 * Has a queue deliver its jobs in the order of arrival. Bull fetches them on three ways at a time, of which one is a connection of
 * its own: a job that comes by one is overtaken by the next ones that come by another. Here all come by one: the blocking
 * connection only tells that there are some.
 */
export function fetchInOrder(queue: Bull.Queue<JobPayload>): void {
  const fetching = queue as unknown as FetchingQueue;
  const fetch = new OrderedFetch(fetching);
  const processJob = fetching.processJob.bind(queue);
  fetching.getNextJob = () => fetch.next();
  fetching.processJob = (job) => processJob(job, true);
}

class OrderedFetch {
  readonly #queue: FetchingQueue;
  readonly #takers: Taker[] = [];
  #isFetching = false;
  /** Jobs that wait, as far as is known. */
  #waiting = 0;

  constructor(queue: FetchingQueue) {
    this.#queue = queue;
  }

  /** The next job; `null` when the queue is paused or closed before one comes. */
  next(): Promise<BullJob | null> {
    return new Promise((resolve, reject) => {
      this.#takers.push({ resolve, reject });
      if (this.#isFetching) return;
      this.#isFetching = true;
      void this.#fetchAll();
    });
  }

  /** Goes on as long as somebody has room. Where it fails, one is told, and begins anew after Bull's delay. */
  async #fetchAll(): Promise<void> {
    try {
      while (this.#takers.length > 0 && !this.#isOver) {
        if (this.#waiting === 0) await this.#someJob();
        await this.#fetchSome();
      }
    } catch (error) {
      this.#waiting = 0;
      if (!this.#isOver) this.#takers.shift()?.reject(explained(error));
    }
    if (this.#isOver) for (const taker of this.#takers.splice(0)) taker.resolve(null);
    this.#isFetching = false;
  }

  get #isOver(): boolean {
    return Boolean(this.#queue.paused) || this.#queue.closing !== undefined;
  }

  /** Waits until there is a job, or for as long as Bull blocks: from the head of the list to the head of the list nothing moves. */
  async #someJob(): Promise<void> {
    const { bclient, keys, settings } = this.#queue;
    bclient.blocked = true;
    const id = await bclient.blmove(keys.wait, keys.wait, 'RIGHT', 'RIGHT', settings.drainDelay);
    bclient.blocked = false;
    if (id !== null) this.#waiting = 1;
  }

  /** As many as are known to wait and there is room for; looks in the same round trip how many there are. */
  async #fetchSome(): Promise<void> {
    const { client, keys } = this.#queue;
    const count = Math.min(this.#waiting, this.#takers.length);
    if (count === 0) return;
    const before = client.llen(keys.wait);
    const fetches = Array.from({ length: count }, () => this.#queue.moveToActive());
    const [left, ...fetched] = await Promise.allSettled([before, ...fetches]);
    this.#waiting = left.status === 'fulfilled' ? Math.max(0, left.value - count) : 0;
    for (const outcome of fetched) {
      if (outcome.status === 'fulfilled' && outcome.value !== null) this.#takers.shift()?.resolve(outcome.value);
    }
    const failed = fetched.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

/** Says which Redis it takes, where that is what is wrong. */
function explained(error: unknown): unknown {
  if (!/unknown command/i.test(errorMessage(error))) return error;
  return new Error(`Redis has to be 6.2 or later, and no job is run before it is (${errorMessage(error)})`);
}
