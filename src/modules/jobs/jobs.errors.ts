import { TomError, type JobStage } from '../../common/tom-error.js';

/** The job queue (Redis) does not answer. */
export class QueueUnavailableError extends TomError {
  readonly kind = 'unavailable';
}

/** When asking again may help, in seconds, where a queue is full. */
const RETRY_AFTER_S = 5;

/** A device has as many unfinished jobs as it may. */
export class DeviceQueueFullError extends TomError {
  readonly kind = 'too_many_requests';
  override readonly retryAfterSeconds = RETRY_AFTER_S;

  constructor(device: string, maxDepth: number) {
    super(
      `device ${device} has ${maxDepth} unfinished jobs already; try again later, or raise max_queue_depth_per_device`,
    );
  }
}

/** There are as many unfinished jobs as there may be. */
export class QueueFullError extends TomError {
  readonly kind = 'unavailable';
  override readonly retryAfterSeconds = RETRY_AFTER_S;

  constructor(maxDepth: number) {
    super(
      `the queue holds ${maxDepth} unfinished jobs already; try again later, add workers, or raise max_queue_depth`,
    );
  }
}

/** No job has this id, or its time in the store is over. */
export class JobNotFoundError extends TomError {
  readonly kind = 'not_found';
}

/** The request names no log-in, or half of one. */
export class CredentialMissingError extends TomError {
  readonly kind = 'validation';
}

/** The caller's wait is over and the job has not finished. */
export class JobWaitTimeoutError extends TomError {
  readonly kind = 'wait_timeout';
}

/** The job waited longer for its device than it may. */
export class DeviceBusyError extends TomError {
  readonly kind = 'gating';
}

/** What came out of the queue is no job this version understands. */
export class InvalidJobError extends TomError {
  readonly kind = 'other';
}

/** The job has ended already: there is nothing to abort. */
export class JobFinishedError extends TomError {
  readonly kind = 'conflict';
}

/** The job was aborted at somebody's wish. */
export class JobAbortedError extends TomError {
  readonly kind = 'aborted';
}

/** Configuration may have gone out, and nobody knows what became of it. */
export class JobOutcomeUnknownError extends TomError {
  readonly kind = 'unknown_outcome';
  override readonly stage: JobStage = 'config';
}

/** Another worker may have the job by now: Redis was away for longer than a job stays with a silent worker. */
export class JobTakenOverError extends TomError {
  readonly kind = 'unavailable';
}

/** The device refused a line of configuration. */
export class ConfigRejectedError extends TomError {
  readonly kind = 'device';
  override readonly stage: JobStage = 'config';
}

/** A wish to release something names nothing, or two things. */
export class NothingToReleaseError extends TomError {
  readonly kind = 'validation';
}

/** A filter of the list of jobs cannot be read. */
export class InvalidJobFilterError extends TomError {
  readonly kind = 'validation';
}
