import type Bull from 'bull';
import type { RedisConnections } from '../../state/redis-connections.js';
import type { JobEndings } from '../job-endings.port.js';
import { withoutSecrets } from '../job-payload.js';
import type { JobOutcome } from '../job-queue.port.js';
import type { JobFailure, JobPayload } from '../job.types.js';
import { flagsOf } from './bull-flags.js';
import { forbidRepeat as forbidRepeatOf } from './bull-no-return.js';
import { progressOf, type JobProgress } from './bull-record.js';
import { BullSignal } from './bull-signal.js';
import type { Deliveries } from './deliveries.js';
import { LOCK_MS } from './lock-keeper.js';
import { tellEnding } from './told-ending.js';
import type { ParkedJobs } from './parked-jobs.js';

const HANDED_BACK: JobOutcome = { kind: 'handed_back' };

export type BullJob = Bull.Job<JobPayload>;

/** Has jobs handled, and tells Bull what became of them. */
export class BullJobRunner {
  readonly #redis: RedisConnections;
  readonly #endings: JobEndings;
  readonly #givenUp: Promise<void>;
  #isGivenUp = false;
  readonly #report: (job: BullJob, error: unknown) => void;
  /** Jobs whose progress did not reach Redis. */
  readonly #unrecorded = new WeakSet<BullJob>();

  /**
   * @param givenUp ends the wait of outcomes for Redis
   * @param report is told of what Redis did not take
   */
  constructor(
    redis: RedisConnections,
    endings: JobEndings,
    givenUp: Promise<void>,
    report: (job: BullJob, error: unknown) => void,
  ) {
    this.#redis = redis;
    this.#endings = endings;
    this.#givenUp = givenUp;
    this.#report = report;
    void givenUp.then(() => (this.#isGivenUp = true));
  }

  /** A processor of Bull's. */
  async run(job: BullJob, deliveries: Deliveries, parked: ParkedJobs): Promise<void> {
    const before = progressOf(job.progress());
    const id = String(job.id);
    parked.delivered(id);
    if (before.active) this.#record(job, { ...before, active: false });
    const { data: payload, timestamp: createdAt } = job;
    const { attempts, waitingSince } = before;
    const forbidRepeat = (): Promise<void> => forbidRepeatOf(job, this.#redis);
    const delivery = { id, payload, createdAt, attempts, waitingSince, forbidRepeat };
    const outcome = await deliveries.run(delivery, flagsOf(job.opts), () =>
      this.#record(job, { attempts: attempts + 1, active: true, waitingSince: null }),
    );
    // An outcome is kept through an outage.
    await Promise.race([this.#redis.whenReady(), this.#givenUp]);
    if (this.#unrecorded.has(job)) this.#record(job, progressOf(job.progress()));
    if (outcome.kind === 'completed') await this.tellEnding(job, null);
    if (outcome.kind === 'failed') await this.tellEnding(job, outcome.failure);
    return this.#settle(job, outcome, before, parked);
  }

  /** Has everybody know of the end of a job whom it concerns. Never rejects. */
  async tellEnding(job: BullJob, failure: JobFailure | null): Promise<void> {
    const { data: payload, timestamp: createdAt } = job;
    const { attempts } = progressOf(job.progress());
    const ending = { id: String(job.id), payload, attempts, createdAt, failure };
    await tellEnding(this.#endings, ending, () => this.#isGivenUp);
  }

  /** Erases what is secret in a job that has ended. */
  async erase(job: BullJob): Promise<void> {
    const erased = withoutSecrets(job.data);
    if (erased !== job.data) await job.update(erased);
  }

  async #settle(job: BullJob, outcome: JobOutcome, before: JobProgress, parked: ParkedJobs): Promise<void> {
    const { attempts } = progressOf(job.progress());
    switch (outcome.kind) {
      case 'completed':
        return this.#eraseOwn(job);
      case 'failed':
        await this.#eraseOwn(job);
        throw BullSignal.fail(JSON.stringify(outcome.failure));
      case 'retry':
        this.#record(job, { attempts, active: false, waitingSince: null });
        throw BullSignal.park(outcome.delayMs);
      case 'parked': {
        const { waitingSince, waitUntil } = outcome.place;
        // Nobody here would call it.
        if (parked.isClosed) {
          outcome.place.drop();
          return this.#settle(job, HANDED_BACK, before, parked);
        }
        if (before.waitingSince === null) this.#record(job, { attempts, active: false, waitingSince });
        parked.expect(String(job.id), outcome.place);
        throw BullSignal.park(Math.max(1, waitUntil - Date.now()));
      }
      case 'handed_back':
        this.#record(job, { ...before, active: false });
        // To the head of the queue, which is where it came from.
        job.opts.lifo = true;
        throw BullSignal.park(0);
      default:
        return outcome satisfies never;
    }
  }

  /** Not waited for: it goes out before the outcome, on the same connection. */
  #record(job: BullJob, progress: JobProgress): void {
    job.progress(progress).catch((error: unknown) => {
      this.#unrecorded.add(job);
      this.#report(job, error);
    });
  }

  /** Erases what is secret in a job that ends here; not in one that another worker has taken over. */
  async #eraseOwn(job: BullJob): Promise<void> {
    if (withoutSecrets(job.data) !== job.data && (await job.extendLock(LOCK_MS))) await this.erase(job);
  }
}
