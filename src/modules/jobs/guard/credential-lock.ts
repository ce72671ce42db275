/** A device refused a credential. Times are milliseconds since the epoch. */
export interface Refusal {
  readonly device: string;
  /** The latest time. */
  readonly at: number;
  /** Times in a row. */
  readonly count: number;
  /** When it may be tried there again. */
  readonly until: number;
}

/** A credential that several devices refused. */
export interface Parking {
  readonly at: number;
  /** Times in a row. */
  readonly count: number;
  readonly until: number;
}

export interface CredentialLockLimits {
  /** How long a refused credential is not tried, in milliseconds; 0 turns all of this off. */
  readonly cooldownMs: number;
}

export type LockVerdict =
  | { readonly kind: 'open' }
  /** One log-in may try. */
  | { readonly kind: 'probe' }
  | { readonly kind: 'parked'; readonly until: number };

/** Devices that refuse a credential within the window, with no success in between, before nobody is asked any more. */
export const PARK_AFTER_DEVICES = 3;
export const PARK_WINDOW_MS = 60_000;
/** The wait doubles with each refusal in a row, up to this many times the first. */
const LONGEST_WAIT = 12;

/** Decides when a refused credential may be tried again, so that no account is locked out by trying. */
export class CredentialLock {
  readonly #limits: CredentialLockLimits;

  constructor(limits: CredentialLockLimits) {
    this.#limits = limits;
  }

  /** Whether a refusal or a parking still stands. */
  verdict(entry: Refusal | Parking | undefined, now: number): LockVerdict {
    if (entry === undefined || this.#limits.cooldownMs === 0) return { kind: 'open' };
    return now < entry.until ? { kind: 'parked', until: entry.until } : { kind: 'probe' };
  }

  afterRefusal(earlier: Refusal | undefined, device: string, now: number): Refusal {
    return { device, ...this.#again(earlier, now) };
  }

  /**
   * The parking after a refusal, if there is one: of a credential that was parked already, or that enough devices have refused.
   * @param provenAt when the credential last succeeded somewhere
   */
  afterRefusals(
    earlier: Parking | undefined,
    refusals: readonly Refusal[],
    provenAt: number,
    now: number,
  ): Parking | undefined {
    const isRecent = ({ at }: Refusal): boolean => at > provenAt && at > now - PARK_WINDOW_MS;
    const devices = new Set(refusals.filter(isRecent).map(({ device }) => device));
    return earlier !== undefined || devices.size >= PARK_AFTER_DEVICES ? this.#again(earlier, now) : undefined;
  }

  #again(earlier: { readonly count: number } | undefined, now: number): Parking {
    const count = (earlier?.count ?? 0) + 1;
    return { at: now, count, until: now + this.#limits.cooldownMs * Math.min(2 ** (count - 1), LONGEST_WAIT) };
  }
}
