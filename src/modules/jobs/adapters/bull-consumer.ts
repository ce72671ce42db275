import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type Bull from 'bull';
import { errorMessage } from '../../../common/tom-error.js';
import type { RedisConnections } from '../../state/redis-connections.js';
import { withoutSecrets } from '../job-payload.js';
import type { JobConsumer, JobHandler, JobOutcome } from '../job-queue.port.js';
import type { JobPayload } from '../job.types.js';
import { progressOf, type JobProgress } from './bull-record.js';
import { BullSignal } from './bull-signal.js';
import { Deliveries } from './deliveries.js';
import { LOCK_MS, LockKeeper } from './lock-keeper.js';

/** Jobs of one partition in hand at a time: most of them wait for their device, which costs little. */
const DELIVERIES_PER_PARTITION = 256;
/** How long a closing consumer waits for Redis to take the last outcomes. */
const CLOSE_TIMEOUT_MS = 5_000;

type BullJob = Bull.Job<JobPayload>;

/** The consumer of all partitions in one process. */
export class BullConsumer implements JobConsumer {
  readonly #logger = new Logger('Jobs');
  readonly #queues: readonly Bull.Queue<JobPayload>[];
  readonly #redis: RedisConnections;
  readonly #deliveries: Deliveries;
  readonly #locks = new LockKeeper();
  /** Jobs whose progress did not reach Redis. */
  readonly #unrecorded = new WeakSet<BullJob>();
  /** Ends the wait of outcomes for Redis. */
  #giveUp = (): void => undefined;
  readonly #givenUp = new Promise<void>((resolve) => (this.#giveUp = resolve));
  #closed?: Promise<void>;
  readonly #onReady = (): void => this.#locks.renewAll();

  constructor(queues: readonly Bull.Queue<JobPayload>[], redis: RedisConnections, handler: JobHandler) {
    this.#queues = queues;
    this.#redis = redis;
    this.#deliveries = new Deliveries(handler);
  }

  /** Begins to take jobs as soon as Redis is there. */
  start(): void {
    this.#redis.commands.on('ready', this.#onReady);
    void this.#redis.whenReady().then((isReady) => {
      if (!isReady || this.#deliveries.isClosing) return;
      for (const queue of this.#queues) this.#take(queue);
    });
  }

  close(graceMs: number): Promise<void> {
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  async #close(graceMs: number): Promise<void> {
    this.#deliveries.stop();
    const paused = this.#forEachQueue((queue) => queue.pause(true, true));
    // The pause takes hold within this turn. Then the blocking pops end, before they can take what is handed back.
    await setImmediate();
    await this.#redis.endBlocking();
    await Promise.all([this.#deliveries.close(graceMs), paused]);
    const closed = this.#forEachQueue((queue) => queue.close());
    await Promise.race([closed, this.#redis.whenReady(CLOSE_TIMEOUT_MS)]);
    if (!this.#redis.isReady) this.#giveUp();
    await Promise.race([closed, delay(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
    this.#redis.commands.off('ready', this.#onReady);
    this.#locks.stop();
  }

  /** Without Redis these fail, and there is nothing to be done about it. */
  async #forEachQueue(act: (queue: Bull.Queue<JobPayload>) => Promise<void>): Promise<void> {
    await Promise.allSettled(this.#queues.map(act));
  }

  #take(queue: Bull.Queue<JobPayload>): void {
    queue.on('error', (error) => this.#report(queue, error));
    queue.on('failed', (job: BullJob | null) => {
      if (job?.finishedOn !== undefined) void this.#erase(job).catch((error: unknown) => this.#report(queue, error));
    });
    // Bull would name its blocking connection and hear nothing of a failure there, which would end the process.
    Object.assign(queue, { setWorkerName: () => Promise.resolve() });
    queue
      .process(DELIVERIES_PER_PARTITION, (job) => this.#locks.during(job, () => this.#process(job)))
      .catch((error: unknown) => this.#report(queue, error));
  }

  async #process(job: BullJob): Promise<void> {
    const before = progressOf(job.progress());
    if (before.active) this.#record(job, { ...before, active: false });
    const { data: payload, timestamp: createdAt } = job;
    const outcome = await this.#deliveries.run(
      { id: String(job.id), payload, createdAt, attempts: before.attempts },
      () => this.#record(job, { attempts: before.attempts + 1, active: true }),
    );
    // An outcome is kept through an outage.
    await Promise.race([this.#redis.whenReady(), this.#givenUp]);
    if (this.#unrecorded.has(job)) this.#record(job, progressOf(job.progress()));
    return this.#settle(job, outcome, before);
  }

  async #settle(job: BullJob, outcome: JobOutcome, before: JobProgress): Promise<void> {
    switch (outcome.kind) {
      case 'completed':
        return this.#eraseOwn(job);
      case 'failed':
        await this.#eraseOwn(job);
        throw BullSignal.fail(JSON.stringify(outcome.failure));
      case 'retry':
        this.#record(job, { attempts: progressOf(job.progress()).attempts, active: false });
        throw BullSignal.park(outcome.delayMs);
      case 'handed_back':
        this.#record(job, { attempts: before.attempts, active: false });
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
      this.#report(job.queue, error);
    });
  }

  /** Erases what is secret in a job that ends here; not in one that another worker has taken over. */
  async #eraseOwn(job: BullJob): Promise<void> {
    if (withoutSecrets(job.data) !== job.data && (await job.extendLock(LOCK_MS))) await this.#erase(job);
  }

  async #erase(job: BullJob): Promise<void> {
    const erased = withoutSecrets(job.data);
    if (erased !== job.data) await job.update(erased);
  }

  #report(queue: Bull.Queue<JobPayload>, error: unknown): void {
    // While Redis is away its connections say so, once.
    if (this.#redis.isReady) this.#logger.warn(`${queue.name}: ${errorMessage(error)}`);
  }
}
