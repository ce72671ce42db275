import type { JobFailure, JobPayload } from './job.types.js';

/** A job that is about to end. */
export interface EndingJob {
  readonly id: string;
  readonly payload: JobPayload;
  /** Tries begun. */
  readonly attempts: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** `null` for one that ends well. */
  readonly failure: JobFailure | null;
}

/** Is told of the end of every job, in the process that brings it about. */
export abstract class JobEndings {
  /**
   * What has to be done before anybody sees that the job has ended. Is told of an end again where the job's worker was lost on the
   * way to it: what it does, it does once. Rejects with `StateUnavailableError` to be told once more.
   */
  abstract beforeEnd(job: EndingJob): Promise<void>;
}

/** Does nothing. */
export const NO_ENDINGS: JobEndings = { beforeEnd: async () => undefined };
