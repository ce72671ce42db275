import type { JobErrorType } from '../../../common/tom-error.js';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
/** Part of a delay that is random, so that jobs which failed together do not come back together. */
const JITTER = 0.5;

/** Whether trying again may help. A wrong password tried again locks the account; a refusal or a wrong driver stays. */
const HELPS: Readonly<Record<JobErrorType, boolean>> = {
  network: true,
  timeout: true,
  auth: false,
  credential: false,
  gating: false,
  device: false,
  driver: false,
  aborted: false,
  unknown_outcome: false,
  other: false,
};

/** A job that failed, as far as the policy looks at it. */
export interface FailedTry {
  readonly type: JobErrorType;
  /** Tries begun, the failed one included. */
  readonly attempts: number;
  /** Tries allowed in all. */
  readonly retries: number;
}

/**
 * Milliseconds until a failed job is tried again, or `null` when it is not: doubles with each try, up to 15 s.
 * @param random a number from 0 up to 1
 */
export function retryDelayMs({ type, attempts, retries }: FailedTry, random = Math.random()): number | null {
  if (!HELPS[type] || attempts >= retries) return null;
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, attempts - 1), LONGEST_DELAY_MS);
  return Math.round(delayMs * (1 - JITTER * random));
}
