import { setImmediate } from 'node:timers/promises';
import { Logger, type OnModuleInit } from '@nestjs/common';
import { ExpiringMap } from '../../../common/expiring-map.js';
import { abortedByCaller } from '../final-outcome.js';
import { toJobFailure } from '../job-failure.js';
import { newJobId } from '../job-id.js';
import { withoutSecrets } from '../job-payload.js';
import { NO_ENDINGS, type JobEndings } from '../job-endings.port.js';
import {
  JobQueue,
  type DepthLimits,
  type JobConsumer,
  type JobHandler,
  type JobOutcome,
  type QueueDepth,
} from '../job-queue.port.js';
import { listPage, type JobListQuery, type JobPage } from '../job-listing.js';
import { JobWaiters } from '../job-waiters.js';
import { isFinished, statusOfEnd, type JobFailure, type JobPayload, type JobRecord } from '../job.types.js';
import { JobFinishedError } from '../jobs.errors.js';
import { deviceKey } from '../partition.js';
import { Deliveries } from './deliveries.js';
import { MemoryDepth } from './memory-depth.js';
import { MemoryIndex } from './memory-index.js';
import { tellEnding } from './told-ending.js';
import { MemoryParkedJobs } from './memory-parked-jobs.js';

/** Most finished jobs that are kept: past it the oldest go before their time. */
const MAX_FINISHED = 50_000;

/** The job engine in this process: no job survives it. Every job is delivered as soon as it arrives. */
export class MemoryJobQueue extends JobQueue implements OnModuleInit {
  readonly #jobs = new ExpiringMap<JobRecord>({ maxWeight: MAX_FINISHED, weightOf: () => 1 });
  readonly #waiters = new JobWaiters();
  readonly #resultTtlMs: number;
  readonly #endings: JobEndings;
  readonly #depth: MemoryDepth;
  readonly #ids = new MemoryIndex((id) => this.#jobs.get(id) !== undefined);
  /** Jobs that wait for a consumer. */
  #waiting: string[] = [];
  #deliveries: Deliveries | undefined;
  readonly #parked = new MemoryParkedJobs((id, waitingSince) => this.#offer(id, waitingSince));

  constructor(resultTtlMs: number, limits: DepthLimits, endings: JobEndings = NO_ENDINGS) {
    super();
    this.#resultTtlMs = resultTtlMs;
    this.#endings = endings;
    this.#depth = new MemoryDepth(limits);
  }

  onModuleInit(): void {
    new Logger('Jobs').warn('no Redis is configured: jobs live in this process and do not survive a restart');
  }

  newId(): string {
    return newJobId(0);
  }

  async enqueue(payload: JobPayload, id = this.newId()): Promise<JobRecord> {
    this.#depth.add(deviceKey(payload.device));
    const record: JobRecord = {
      id,
      status: 'QUEUED',
      payload,
      attempts: 0,
      createdAt: Date.now(),
      finishedAt: null,
      failure: null,
      isIrreversible: false,
    };
    this.#jobs.set(record.id, record);
    this.#ids.add(record.id);
    this.#offer(record.id);
    return record;
  }

  async get(id: string): Promise<JobRecord | undefined> {
    return this.#jobs.get(id);
  }

  async waitUntilFinished(id: string, timeoutMs: number): Promise<JobRecord | undefined> {
    await this.#waiters.wait(id, timeoutMs, async () => isFinished(this.#jobs.get(id)?.status ?? 'ABORTED'));
    return this.#jobs.get(id);
  }

  async list(query: JobListQuery): Promise<JobPage> {
    return listPage(query, {
      olderThan: async (before, count) => this.#ids.olderThan(before, count),
      read: (id) => this.get(id),
    });
  }

  async depths(): Promise<QueueDepth[]> {
    const active = this.#deliveries?.size ?? 0;
    const waiting = this.#waiting.length;
    return [{ queue: '0', waiting, active, delayed: Math.max(0, this.#depth.total - waiting - active) }];
  }

  async cancel(id: string): Promise<JobRecord | undefined> {
    const record = this.#jobs.get(id);
    if (record === undefined) return undefined;
    if (isFinished(record.status)) throw new JobFinishedError(`job ${id} has ended already: it is ${record.status}`);
    this.#change(id, { status: 'ABORTING' });
    this.#parked.drop(id);
    if (this.#deliveries?.cancel(id) !== true) await this.#end(id, toJobFailure(abortedByCaller()));
    // What a handler does about it that has not begun, it does within this turn.
    else if (record.status === 'QUEUED') await setImmediate();
    return this.#jobs.get(id);
  }

  async consume(handler: JobHandler): Promise<JobConsumer> {
    if (this.#deliveries !== undefined) throw new Error('this process consumes the job queue already');
    const deliveries = new Deliveries(handler);
    this.#deliveries = deliveries;
    for (const id of this.#waiting.splice(0)) this.#deliver(id, deliveries, null);
    return {
      close: async (graceMs) => {
        await deliveries.close(graceMs);
        this.#waiting.push(...this.#parked.takeAll());
        this.#deliveries = undefined;
      },
    };
  }

  #offer(id: string, waitingSince: number | null = null): void {
    if (this.#deliveries === undefined || this.#deliveries.isClosing) this.#waiting.push(id);
    else this.#deliver(id, this.#deliveries, waitingSince);
  }

  #deliver(id: string, deliveries: Deliveries, waitingSince: number | null): void {
    const job = this.#jobs.get(id);
    if (job === undefined || isFinished(job.status)) return;
    const { payload, createdAt, attempts, isIrreversible } = job;
    const onBegin = (): void => this.#begin(id);
    const forbidRepeat = async (): Promise<void> => this.#change(id, { isIrreversible: true });
    void deliveries
      .run(
        { id, payload, createdAt, attempts, waitingSince, forbidRepeat },
        { isAborted: job.status === 'ABORTING', isIrreversible },
        onBegin,
      )
      .then((outcome) => this.#settle(id, outcome, attempts));
  }

  #settle(id: string, outcome: JobOutcome, attemptsBefore: number): void {
    switch (outcome.kind) {
      case 'completed':
        return void this.#end(id, null);
      case 'failed':
        return void this.#end(id, outcome.failure);
      case 'retry':
        this.#change(id, { status: 'QUEUED' });
        setTimeout(() => this.#offer(id), outcome.delayMs).unref();
        return;
      case 'parked':
        this.#parked.park(id, outcome.place);
        return;
      case 'handed_back':
        this.#change(id, { status: 'QUEUED', attempts: attemptsBefore });
        this.#takeBack(id);
        return;
      default:
        return outcome satisfies never;
    }
  }

  #takeBack(id: string): void {
    if (this.#deliveries?.isClosing === false) void setImmediate().then(() => this.#offer(id));
    else this.#waiting.unshift(id);
  }

  #begin(id: string): void {
    const record = this.#jobs.get(id);
    if (record === undefined) return;
    const status = record.status === 'ABORTING' ? 'ABORTING' : 'ACTIVE';
    this.#change(id, { status, attempts: record.attempts + 1 });
  }

  async #end(id: string, failure: JobFailure | null): Promise<void> {
    const record = this.#jobs.get(id);
    if (record === undefined || isFinished(record.status)) return;
    await tellEnding(this.#endings, { ...record, failure }, () => false);
    this.#finish(id, failure);
  }

  #finish(id: string, failure: JobFailure | null): void {
    const record = this.#jobs.get(id);
    if (record === undefined || isFinished(record.status)) return;
    this.#depth.remove(deviceKey(record.payload.device));
    this.#change(id, { status: statusOfEnd(failure), failure, finishedAt: Date.now() }, this.#resultTtlMs);
    this.#waiters.wake(id);
  }

  #change(id: string, changes: Partial<JobRecord>, ttlMs?: number): void {
    const record = this.#jobs.get(id);
    if (record === undefined) return;
    const payload = ttlMs === undefined ? record.payload : withoutSecrets(record.payload);
    this.#jobs.set(id, { ...record, ...changes, payload }, ttlMs);
  }
}
