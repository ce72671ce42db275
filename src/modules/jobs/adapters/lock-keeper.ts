import type Bull from 'bull';
import type { JobPayload } from '../job.types.js';

/** How long a job stays with a worker that gives no sign of life. */
export const LOCK_MS = 8_000;
const RENEW_EVERY_MS = 2_500;

/**
 * Renews the locks of the jobs in hand, all in one sweep. Takes up again one that ran out during an outage of Redis, unless another
 * worker has it by now; Bull's own renewal ends for good at the first failure.
 */
export class LockKeeper {
  readonly #jobs = new Set<Bull.Job<JobPayload>>();
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.renewAll(), RENEW_EVERY_MS).unref();
  }

  async during<T>(job: Bull.Job<JobPayload>, work: () => Promise<T>): Promise<T> {
    this.#jobs.add(job);
    try {
      return await work();
    } finally {
      this.#jobs.delete(job);
    }
  }

  renewAll(): void {
    for (const job of this.#jobs) void this.#renew(job);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #renew(job: Bull.Job<JobPayload>): Promise<void> {
    try {
      if (!(await job.extendLock(LOCK_MS))) await job.takeLock();
    } catch {
      // Redis is away: the next sweep, or the end of the outage, tries again.
    }
  }
}
