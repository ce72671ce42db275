import { TomError } from '../../common/tom-error.js';

/** The job queue (Redis) does not answer. */
export class QueueUnavailableError extends TomError {
  readonly kind = 'unavailable';
}

/** No job has this id, or its time in the store is over. */
export class JobNotFoundError extends TomError {
  readonly kind = 'not_found';
}
