import { toJobFailure } from './job-failure.js';
import type { JobOutcome } from './job-queue.port.js';
import type { JobFlags } from './job.types.js';
import { JobAbortedError, JobOutcomeUnknownError } from './jobs.errors.js';

/** The reason of a delivery's signal when somebody aborted the job. */
export function abortedByCaller(): JobAbortedError {
  return new JobAbortedError('the job was aborted at the wish of a caller');
}

/** Where a job with these flags may not be run again, its end instead. */
export function finalOutcome(outcome: JobOutcome, { isAborted, isIrreversible }: JobFlags): JobOutcome {
  if (outcome.kind === 'completed' || outcome.kind === 'failed') return outcome;
  if (isAborted) return { kind: 'failed', failure: toJobFailure(abortedByCaller()) };
  if (!isIrreversible) return outcome;
  const error = new JobOutcomeUnknownError(
    'its worker ended after configuration may have gone out; look at the device before it is sent again',
  );
  return { kind: 'failed', failure: toJobFailure(error) };
}
