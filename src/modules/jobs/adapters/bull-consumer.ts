import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type Bull from 'bull';
import { errorMessage } from '../../../common/tom-error.js';
import type { RedisConnections } from '../../state/redis-connections.js';
import type { SharedState } from '../../state/shared-state.port.js';
import { partitionOfJobId } from '../job-id.js';
import type { JobEndings } from '../job-endings.port.js';
import type { JobConsumer, JobHandler } from '../job-queue.port.js';
import type { JobPayload } from '../job.types.js';
import { BullAborts } from './bull-aborts.js';
import { BullJobRunner } from './bull-job-runner.js';
import { LockKeeper } from './lock-keeper.js';
import { PartitionClaims } from './partition-claims.js';
import { PartitionConsumer } from './partition-consumer.js';

/** How long a closing consumer waits for Redis to take the last outcomes. */
const CLOSE_TIMEOUT_MS = 5_000;

/** How long jobs that have not begun may take to be handed back, before others take over. */
const HAND_BACK_TIMEOUT_MS = 2_000;

function newWorkerName(): string {
  return `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
}

/** Runs the jobs of the partitions that this process holds a claim on. */
export class BullConsumer implements JobConsumer {
  readonly #logger = new Logger('Jobs');
  readonly #queues: readonly Bull.Queue<JobPayload>[];
  readonly #redis: RedisConnections;
  readonly #partitions: readonly PartitionConsumer[];
  readonly #claims: PartitionClaims;
  readonly #locks = new LockKeeper();
  /** Ends the wait of outcomes for Redis. */
  #giveUp = (): void => undefined;
  #hasStarted = false;
  #isClosing = false;
  #stopListening = (): void => undefined;
  #closed?: Promise<void>;
  readonly #onReady = (): void => {
    this.#locks.renewAll();
    if (this.#hasStarted) void this.#claims.look();
  };

  constructor(
    queues: readonly Bull.Queue<JobPayload>[],
    redis: RedisConnections,
    state: SharedState,
    endings: JobEndings,
    handler: JobHandler,
  ) {
    this.#queues = queues;
    this.#redis = redis;
    const givenUp = new Promise<void>((resolve) => (this.#giveUp = resolve));
    const report = (queue: Bull.Queue<JobPayload>, error: unknown): void => this.#report(queue, error);
    const runner = new BullJobRunner(redis, endings, givenUp, (job, error) => report(job.queue, error));
    const parts = { redis, handler, runner, locks: this.#locks, report };
    this.#partitions = queues.map((queue) => new PartitionConsumer(queue, parts));
    this.#claims = new PartitionClaims(state, newWorkerName(), {
      partitions: queues.length,
      take: async (partition) => this.#partitions[partition]?.open(),
      leave: async (partition) => this.#partitions[partition]?.shut(),
      report: (sentence) => this.#logger.log(sentence),
    });
  }

  /** Begins to take jobs as soon as Redis is there. */
  start(): void {
    this.#redis.commands.on('ready', this.#onReady);
    this.#stopListening = new BullAborts(this.#redis).listen((id) => this.#partition(id)?.cancel(id));
    void this.#redis.whenReady().then((isReady) => {
      if (!isReady || this.#isClosing) return;
      this.#hasStarted = true;
      this.#claims.start();
    });
  }

  close(graceMs: number): Promise<void> {
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  async #close(graceMs: number): Promise<void> {
    this.#isClosing = true;
    const paused = Promise.allSettled(this.#partitions.map((partition) => partition.pause()));
    // The pauses take hold within this turn. Then the blocking pops end for good, before they can take what is handed back.
    await setImmediate();
    await this.#redis.endBlocking();
    const handedBack = Promise.all(this.#partitions.map((partition) => partition.handBack()));
    await Promise.race([handedBack, delay(HAND_BACK_TIMEOUT_MS, undefined, { ref: false })]);
    // Others take over while the jobs that have begun come to their end here.
    await this.#claims.stop();
    await Promise.all([...this.#partitions.map((partition) => partition.close(graceMs)), paused]);
    // Without Redis these fail, and there is nothing to be done about it.
    const closed = Promise.allSettled(this.#queues.map((queue) => queue.close()));
    await Promise.race([closed, this.#redis.whenReady(CLOSE_TIMEOUT_MS)]);
    if (!this.#redis.isReady) this.#giveUp();
    await Promise.race([closed, delay(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
    this.#redis.commands.off('ready', this.#onReady);
    this.#stopListening();
    this.#locks.stop();
  }

  #partition(id: string): PartitionConsumer | undefined {
    return this.#partitions[partitionOfJobId(id) ?? -1];
  }

  #report(queue: Bull.Queue<JobPayload>, error: unknown): void {
    // While Redis is away its connections say so, once.
    if (this.#redis.isReady) this.#logger.warn(`${queue.name}: ${errorMessage(error)}`);
  }
}
