import type { JobListQuery, JobPage } from './job-listing.js';
import type { JobDevice, JobFailure, JobPayload, JobRecord } from './job.types.js';
import type { ParkedPlace } from './parked-place.js';

/** What a handler made of one delivery of a job. */
export type JobOutcome =
  | { readonly kind: 'completed' }
  | { readonly kind: 'failed'; readonly failure: JobFailure }
  /** Run the job again after `delayMs`. */
  | { readonly kind: 'retry'; readonly delayMs: number }
  /** Not its turn yet: the queue keeps the job until it is called, or its wait is over. No try is counted. */
  | { readonly kind: 'parked'; readonly place: ParkedPlace }
  /** Not done and not tried: another consumer takes it at once, and no try is counted. */
  | { readonly kind: 'handed_back' };

/** How many jobs may be unfinished. */
export interface DepthLimits {
  readonly maxQueueDepth: number;
  readonly maxQueueDepthPerDevice: number;
}

/** Unfinished jobs of one queue. */
export interface QueueDepth {
  /** Number of the partition. */
  readonly queue: string;
  readonly waiting: number;
  /** With a worker: at their device, or next in line. */
  readonly active: number;
  /** Put aside: for their device, or until their next try. */
  readonly delayed: number;
}

/** One delivery of a job to a consumer. */
export interface JobDelivery {
  readonly id: string;
  readonly payload: JobPayload;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Tries begun before this delivery. */
  readonly attempts: number;
  /** Since when the job has been waiting, when it was parked before this delivery; milliseconds since the epoch. */
  readonly waitingSince: number | null;
  /** Aborted when the consumer is to give the job up; with a `JobAbortedError` as its reason when that is for good. */
  readonly signal: AbortSignal;
  /** Says that a try begins now: the job becomes ACTIVE and the try is counted. */
  begin(): void;
  /**
   * Says that the device may be changed from now on: whatever happens, the job is not delivered again. Resolves once that is
   * recorded, on a replica too where there is one; rejects with `JobTakenOverError` or `QueueUnavailableError` when it could not be
   * recorded, with `JobAbortedError` when the job is aborted: then the device must not be touched.
   */
  forbidRepeat(): Promise<void>;
}

/** Never rejects on purpose: an error is turned into an outcome. A rejection ends the job as `other`. */
export type JobHandler = (delivery: JobDelivery) => Promise<JobOutcome>;

export interface JobConsumer {
  /**
   * Takes no further job at once, aborts the signals of the deliveries that have not begun, waits up to `graceMs` for the
   * others, then aborts theirs too; a handler that goes on for 5 s after that is left behind and its job handed back.
   * Resolves when every delivery has its outcome and the queue knows it, or cannot be reached to be told. May be repeated.
   */
  close(graceMs: number): Promise<void>;
}

/**
 * The job engine. Jobs are delivered at least once, and never again once their handler forbids it, in order of arrival within one partition; a partition is chosen
 * by the device's host and port. Every method rejects with `QueueUnavailableError` within a bounded time when the
 * engine cannot be reached. Times are milliseconds.
 */
export abstract class JobQueue {
  /**
   * Accepts a job; once this resolves it is run. Rejects with `DeviceQueueFullError` or `QueueFullError` when too many jobs are
   * unfinished: with several controllers these limits hold nearly, not to the job. Not repeatable: each call is a job of its own.
   * @param id one that `newId` gave for the device, and that no job has
   */
  abstract enqueue(payload: JobPayload, id?: string): Promise<JobRecord>;

  /** An id for a job that is yet to be queued for the device. */
  abstract newId(device: JobDevice): string;

  /** The job, or `undefined` when no such job is (or is no longer) known. */
  abstract get(id: string): Promise<JobRecord | undefined>;

  /**
   * The job once it has finished, or as it stands when `timeoutMs` has passed; `undefined` when it is not known.
   * Woken by the engine's events, never by polling.
   * @param known the job as it was seen before, which an outage of the queue leaves as it is: without it a wait that begins in one rejects
   */
  abstract waitUntilFinished(id: string, timeoutMs: number, known?: JobRecord): Promise<JobRecord | undefined>;

  /** One page of the jobs there are, the newest first; at a cost that does not grow with their number. */
  abstract list(query: JobListQuery): Promise<JobPage>;

  /**
   * Aborts a job. One that waits is taken out and reads ABORTED; one that a consumer has in hand, in whichever process, reads ABORTING
   * until it is given up. Gives the job as it stands then, `undefined` when it is not known. Rejects with `JobFinishedError`
   * when it has ended. May be repeated.
   */
  abstract cancel(id: string): Promise<JobRecord | undefined>;

  /** How many jobs are unfinished, by queue. */
  abstract depths(): Promise<QueueDepth[]>;

  /** Starts to run jobs with `handler`, until the consumer is closed. One consumer a process. */
  abstract consume(handler: JobHandler): Promise<JobConsumer>;
}
