/** What is known of a device that could not be reached. */
export interface BreakerEntry {
  /** Connections that failed in a row. */
  readonly failures: number;
  /** When a probe may try it; `null` while it is still tried by everybody. Milliseconds since the epoch. */
  readonly openUntil: number | null;
  /** The latest failure, in a sentence. */
  readonly reason: string;
}

export interface BreakerLimits {
  /** Failures in a row that open it; 0 never does. */
  readonly threshold: number;
  /** How long it stays open at first, in milliseconds. */
  readonly cooldownMs: number;
}

export type BreakerVerdict = 'closed' | 'open' | 'probe';

/** The wait doubles with each failed probe, up to this many times the first. */
const LONGEST_WAIT = 16;

/** The circuit breaker of one device: opens after failures in a row, lets one probe through after a wait, closes at its success. */
export class CircuitBreaker {
  readonly #limits: BreakerLimits;

  constructor(limits: BreakerLimits) {
    this.#limits = limits;
  }

  /** Whether the device may be tried: by everybody, by nobody, or by one. */
  verdict(entry: BreakerEntry | undefined, now: number): BreakerVerdict {
    if (entry?.openUntil == null || this.#limits.threshold === 0) return 'closed';
    return now < entry.openUntil ? 'open' : 'probe';
  }

  /** The entry after one more failure; after a success there is none. */
  afterFailure(entry: BreakerEntry | undefined, reason: string, now: number): BreakerEntry {
    const { threshold, cooldownMs } = this.#limits;
    const failures = (entry?.failures ?? 0) + 1;
    const isOpen = threshold > 0 && failures >= threshold;
    const waitMs = cooldownMs * Math.min(2 ** (failures - threshold), LONGEST_WAIT);
    return { failures, reason, openUntil: isOpen ? now + waitMs : null };
  }
}
