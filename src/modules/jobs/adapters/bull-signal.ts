/** Delay that tells Bull not to run the job again. */
const NEVER_MS = -1;
/** Wait before a job is run again whose outcome Bull could not record. */
const UNRECORDED_DELAY_MS = 1_000;

/** Name of the backoff strategy that `delayAfter` stands for. */
export const BACKOFF = 'tom';

/**
 * What a processor throws to have Bull park a job or fail it: Bull knows outcomes other than success as rejections only.
 * It has no stack, which Bull would store.
 */
export class BullSignal extends Error {
  readonly delayMs: number;

  private constructor(message: string, delayMs: number) {
    super(message);
    this.name = new.target.name;
    this.delayMs = delayMs;
    this.stack = '';
  }

  /** Run the job again after the delay; with 0 it goes back into the queue at once. */
  static park(delayMs: number): BullSignal {
    return new BullSignal('parked', Math.ceil(delayMs));
  }

  /** End the job as failed, for this reason. */
  static fail(reason: string): BullSignal {
    return new BullSignal(reason, NEVER_MS);
  }
}

/** Backoff strategy of Bull: our own signals say it themselves. */
export function delayAfter(_attempts: number, error: Error): number {
  return error instanceof BullSignal ? error.delayMs : UNRECORDED_DELAY_MS;
}
