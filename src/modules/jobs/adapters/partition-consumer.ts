import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import type Bull from 'bull';
import type { RedisConnections } from '../../state/redis-connections.js';
import { runScript } from '../../state/run-script.js';
import type { JobHandler } from '../job-queue.port.js';
import type { JobPayload } from '../job.types.js';
import type { BullJob, BullJobRunner } from './bull-job-runner.js';
import { TAKE_OUT_ALL } from './bull-scripts.js';
import { failureOf } from './bull-record.js';
import { BullSignal } from './bull-signal.js';
import { leaveDepth } from './device-depth.js';
import { Deliveries } from './deliveries.js';
import type { LockKeeper } from './lock-keeper.js';
import { fetchInOrder } from './ordered-fetch.js';
import { ParkedJobs } from './parked-jobs.js';

/** Jobs of one partition in hand at a time: most of them wait for their device or for a free worker. */
const DELIVERIES_PER_PARTITION = 256;
/** Jobs delayed for less wait for their next try; they and parked ones come back by themselves. */
const LONGEST_RETRY_MS = 15_000;

/** As many may have been handed back, and with every fetch that was under way a little more; what waits behind them has its order. */
const MOST_HANDED_BACK = 4 * DELIVERIES_PER_PARTITION;

/** How long Bull may take to connect again, after a pause. */
const PAUSE_TIMEOUT_MS = 3_000;

/** What the partitions of one process share. */
export interface ConsumerParts {
  readonly redis: RedisConnections;
  readonly handler: JobHandler;
  readonly runner: BullJobRunner;
  readonly locks: LockKeeper;
  readonly report: (queue: Bull.Queue<JobPayload>, error: unknown) => void;
}

/** Takes the jobs of one partition, from `open` to `shut`; may be opened again. */
export class PartitionConsumer {
  readonly #queue: Bull.Queue<JobPayload>;
  readonly #parts: ConsumerParts;
  #parked: ParkedJobs;
  readonly #all = new Set<Deliveries>();
  #deliveries: Deliveries;
  #hasStarted = false;
  #isOpen = false;

  constructor(queue: Bull.Queue<JobPayload>, parts: ConsumerParts) {
    this.#queue = queue;
    this.#parts = parts;
    this.#parked = new ParkedJobs(queue, parts.redis);
    this.#deliveries = new Deliveries(parts.handler);
    this.#deliveries.stop();
  }

  /** Jobs in hand, waiting and running. */
  get inHand(): number {
    return [...this.#all].reduce((sum, deliveries) => sum + deliveries.size, 0);
  }

  /** Takes jobs, those first that a former holder of the partition put aside or handed back. */
  async open(): Promise<void> {
    const keys = [this.#queue.toKey('delayed'), this.#queue.toKey('wait')];
    const args = [Date.now() + LONGEST_RETRY_MS, MOST_HANDED_BACK];
    await runScript(this.#queue.client, TAKE_OUT_ALL, keys, args);
    this.#deliveries = new Deliveries(this.#parts.handler);
    this.#parked = new ParkedJobs(this.#queue, this.#parts.redis);
    this.#all.add(this.#deliveries);
    this.#isOpen = true;
    if (this.#hasStarted) await this.#queue.resume(true);
    else this.#start();
  }

  /** Takes no further job at once. Resolves when those that have not begun are back in the queue; the others go on. */
  async shut(): Promise<void> {
    const deliveries = this.#deliveries;
    const isPaused = this.pause().catch((error: unknown) => this.#parts.report(this.#queue, error));
    await this.handBack();
    await isPaused;
    void deliveries.emptied().then(() => this.#all.delete(deliveries));
  }

  /** Resolves when no job is in hand that has not begun. */
  async handBack(): Promise<void> {
    await this.#deliveries.handBack();
    // What hands the last of them back goes out within this turn.
    await setImmediate();
  }

  /** Gives a job up for good, if it is in hand. */
  cancel(id: string): void {
    for (const deliveries of this.#all) deliveries.cancel(id);
  }

  /** Hands back at once what comes. Resolves when nothing comes any more. */
  async pause(): Promise<void> {
    this.#deliveries.stop();
    this.#parked.close();
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const isPaused = this.#queue.pause(true, true);
    // The pause takes hold within this turn; then the blocking pop may end. Bull connects again by itself.
    await setImmediate();
    (this.#queue as unknown as { bclient: { disconnect(): void } }).bclient.disconnect();
    await Promise.race([isPaused, delay(PAUSE_TIMEOUT_MS, undefined, { ref: false })]);
  }

  /** As `JobConsumer.close`, for a paused partition. */
  async close(graceMs: number): Promise<void> {
    await Promise.all([...this.#all].map((deliveries) => deliveries.close(graceMs)));
  }

  #start(): void {
    const queue = this.#queue;
    this.#hasStarted = true;
    queue.on('error', (error) => this.#parts.report(queue, error));
    queue.on('completed', (job: BullJob) => this.#onEnded(job));
    queue.on('failed', (job: BullJob | null, error) => this.#onFailed(job, error));
    // Bull would name its blocking connection and hear nothing of a failure there, which would end the process.
    Object.assign(queue, { setWorkerName: () => Promise.resolve() });
    giveTraces(queue);
    fetchInOrder(queue);
    const { runner, locks, report } = this.#parts;
    queue
      .process(DELIVERIES_PER_PARTITION, (job) =>
        locks.during(job, () => runner.run(job, this.#deliveries, this.#parked)),
      )
      .catch((error: unknown) => report(queue, error));
  }

  /** Hears of jobs that were put aside as well. */
  #onFailed(job: BullJob | null, error: unknown): void {
    if (job?.finishedOn !== undefined) this.#onEnded(job, error);
    else if (job !== null && error instanceof BullSignal) this.#parked.putAside(String(job.id));
  }

  /** @param error with which it failed; one that is none of ours says that Bull itself gave the job up */
  #onEnded(job: BullJob, error?: unknown): void {
    const { runner, report } = this.#parts;
    if (error !== undefined && !(error instanceof BullSignal)) void runner.tellEnding(job, failureOf(job.failedReason));
    Promise.all([runner.erase(job), leaveDepth(this.#queue, job.data, String(job.id))]).catch((error: unknown) =>
      report(this.#queue, error),
    );
  }
}

/** Jobs have no stack traces here: Bull would find that out by an error for each job. */
function giveTraces(queue: Bull.Queue<JobPayload>): void {
  const patched = queue as unknown as { nextJobFromJobData(data: object | undefined, id: string): unknown };
  const original = patched.nextJobFromJobData.bind(queue);
  patched.nextJobFromJobData = (data, id) => original(data && { stacktrace: '[]', ...data }, id);
}
