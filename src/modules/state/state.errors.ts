import { TomError } from '../../common/tom-error.js';

/** The shared store (Redis) does not answer. */
export class StateUnavailableError extends TomError {
  readonly kind = 'unavailable';
}

/** No worker answered a question in time: none is running, or it takes too long. */
export class NoWorkerAnswerError extends TomError {
  readonly kind = 'wait_timeout';
}

/** A worker cannot answer a question; the message is its own. */
export class WorkerRefusalError extends TomError {
  readonly kind = 'unavailable';
}
