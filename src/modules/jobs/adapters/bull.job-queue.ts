import type Bull from 'bull';
import { TomError } from '../../../common/tom-error.js';
import type { RedisConnections } from '../../state/redis-connections.js';
import type { SharedState } from '../../state/shared-state.port.js';
import { abortedByCaller } from '../final-outcome.js';
import type { JobEndings } from '../job-endings.port.js';
import { toJobFailure } from '../job-failure.js';
import { newJobId, partitionOfJobId } from '../job-id.js';
import { JobQueue, type DepthLimits, type JobConsumer, type JobHandler, type QueueDepth } from '../job-queue.port.js';
import { listPage, type JobListQuery, type JobPage } from '../job-listing.js';
import { JobWaiters } from '../job-waiters.js';
import { isFinished, type JobDevice, type JobPayload, type JobRecord } from '../job.types.js';
import { JobFinishedError, QueueUnavailableError } from '../jobs.errors.js';
import { deviceKey, partitionOf } from '../partition.js';
import { BullAborts } from './bull-aborts.js';
import { BullConsumer } from './bull-consumer.js';
import { BullDepth, depthOf } from './bull-depth.js';
import { BullIndex } from './bull-index.js';
import { readRecord } from './bull-record.js';
import { CompletionListener } from './completion-listener.js';
import { leaveDepth } from './device-depth.js';
import { tellEnding } from './told-ending.js';

/** How long a worker may take to give up a job that it has not begun, before the job is shown as it stands. */
const GIVE_UP_MS = 1_000;

export interface BullJobQueueSettings extends DepthLimits {
  /** How long finished jobs are kept. */
  readonly resultTtlMs: number;
}

/** The job engine in Redis, by Bull: one Bull queue a partition. */
export class BullJobQueue extends JobQueue {
  readonly #queues: readonly Bull.Queue<JobPayload>[];
  readonly #redis: RedisConnections;
  readonly #state: SharedState;
  readonly #endings: JobEndings;
  readonly #resultTtlMs: number;
  readonly #depth: BullDepth;
  readonly #ids: BullIndex;
  readonly #waiters = new JobWaiters();
  readonly #completions: CompletionListener;
  readonly #aborts: BullAborts;
  #isConsumed = false;

  /** @param queues one a partition, in the order of their numbers */
  constructor(
    queues: readonly Bull.Queue<JobPayload>[],
    redis: RedisConnections,
    state: SharedState,
    settings: BullJobQueueSettings,
    endings: JobEndings,
  ) {
    super();
    this.#queues = queues;
    this.#redis = redis;
    this.#state = state;
    this.#endings = endings;
    this.#aborts = new BullAborts(redis);
    this.#resultTtlMs = settings.resultTtlMs;
    this.#ids = new BullIndex(settings.resultTtlMs);
    this.#depth = new BullDepth(queues, settings, this.#ids);
    this.#completions = new CompletionListener(redis, queues, this.#waiters);
  }

  newId(device: JobDevice): string {
    return newJobId(this.#partitionOf(device));
  }

  async enqueue(payload: JobPayload, id = this.newId(payload.device)): Promise<JobRecord> {
    const device = deviceKey(payload.device);
    const partition = this.#partitionOf(payload.device);
    this.#completions.start();
    if (this.#completions.isHearing) this.#waiters.expect(id);
    const { timestamp } = await this.#ask(partition, async (queue) => {
      await this.#depth.add(queue, device, id);
      return queue.add(payload, { jobId: id });
    });
    return {
      id,
      status: 'QUEUED',
      payload,
      attempts: 0,
      createdAt: timestamp,
      finishedAt: null,
      failure: null,
      isIrreversible: false,
    };
  }

  get(id: string): Promise<JobRecord | undefined> {
    return this.#look(id);
  }

  /** @param known the job as it was seen before: what does not change is not read again */
  async #look(id: string, known?: JobRecord): Promise<JobRecord | undefined> {
    const partition = partitionOfJobId(id);
    if (partition === undefined || partition >= this.#queues.length) return undefined;
    const record = await this.#ask(partition, (queue) => readRecord(queue, id, known));
    // Bull removes what is too old only when the next job of the partition ends.
    const isOver = record?.finishedAt != null && record.finishedAt + this.#resultTtlMs <= Date.now();
    return isOver ? undefined : record;
  }

  async waitUntilFinished(id: string, timeoutMs: number, known?: JobRecord): Promise<JobRecord | undefined> {
    let record = known;
    let hasLooked = known !== undefined;
    this.#completions.start();
    await this.#waiters.wait(id, timeoutMs, async () => {
      try {
        record = await this.#look(id, known);
      } catch (error) {
        // An outage in the middle of the wait does not end it: its own end wakes all who wait.
        if (!hasLooked) throw error;
      }
      hasLooked = true;
      return record === undefined || isFinished(record.status);
    });
    return record;
  }

  async list(query: JobListQuery): Promise<JobPage> {
    const { device } = query;
    const only = device === undefined ? undefined : this.#queues[partitionOf(device, this.#queues.length)];
    const queues = only === undefined ? this.#queues : [only];
    return listPage(query, {
      olderThan: (before, count) => this.#ask(0, () => this.#ids.olderThan(queues, query, before, count)),
      read: (id) => this.get(id),
    });
  }

  async depths(): Promise<QueueDepth[]> {
    return Promise.all(
      this.#queues.map(async (_, partition) => ({
        queue: String(partition),
        ...(await this.#ask(partition, (queue) => depthOf(queue))),
      })),
    );
  }

  async cancel(id: string): Promise<JobRecord | undefined> {
    const record = await this.get(id);
    if (record === undefined) return undefined;
    if (isFinished(record.status)) throw new JobFinishedError(`job ${id} has ended already: it is ${record.status}`);
    await this.#ask(partitionOfJobId(id) ?? 0, async (queue) => {
      const answer = await this.#aborts.order(queue, record);
      if (answer !== 'aborted') return;
      await leaveDepth(queue, record.payload, id);
      await tellEnding(
        this.#endings,
        { ...record, failure: toJobFailure(abortedByCaller()) },
        () => !this.#redis.isReady,
      );
    });
    // One that a worker holds and has not begun is given up at once.
    return record.status === 'QUEUED' ? this.waitUntilFinished(id, GIVE_UP_MS) : this.get(id);
  }

  async consume(handler: JobHandler): Promise<JobConsumer> {
    if (this.#isConsumed) throw new Error('this process consumes the job queue already');
    this.#isConsumed = true;
    const consumer = new BullConsumer(this.#queues, this.#redis, this.#state, this.#endings, handler);
    consumer.start();
    return consumer;
  }

  #partitionOf(device: JobDevice): number {
    return partitionOf(deviceKey(device), this.#queues.length);
  }

  async #ask<T>(partition: number, question: (queue: Bull.Queue<JobPayload>) => Promise<T>): Promise<T> {
    const queue = this.#queues[partition];
    if (queue === undefined) throw new RangeError(`there is no partition ${partition}`);
    try {
      return await question(queue);
    } catch (error) {
      if (error instanceof TomError) throw error;
      throw new QueueUnavailableError(this.#redis.describe(error));
    }
  }
}
