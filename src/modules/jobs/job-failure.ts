import { JOB_ERROR_TYPES, TomError, errorMessage, type JobErrorType } from '../../common/tom-error.js';
import type { JobFailure } from './job.types.js';

function jobErrorType(error: TomError): JobErrorType {
  return JOB_ERROR_TYPES.find((type) => type === error.kind) ?? 'other';
}

/** What a job's record says of an error: no stack trace, its name without `Error`. */
export function toJobFailure(error: unknown): JobFailure {
  if (error instanceof TomError) {
    return {
      type: jobErrorType(error),
      stage: error.stage,
      message: `${error.name.replace(/Error$/, '')}: ${error.message}`,
    };
  }
  return {
    type: 'other',
    stage: null,
    message: `Unexpected: the worker met an error of its own (${errorMessage(error)})`,
  };
}
