import { createHash } from 'node:crypto';
import type { SharedState } from '../../state/shared-state.port.js';

/** Part of a limit up to which a count stays in its process: as many processes as that are together still below the limit. */
const LOCAL_SHARE = 1 / 20;
/** How often counts are told to the other processes. */
const SYNC_MS = 1_000;
/** Most things that are counted at a time; past it the oldest are forgotten. */
const MAX_COUNTS = 200_000;

/** What was counted so far. */
export interface Count {
  readonly total: number;
  /** When the counting begins anew, in milliseconds. */
  readonly resetMs: number;
}

interface Window {
  readonly endsAt: number;
  /** Counted here. */
  own: number;
  /** Counted here and not yet told. */
  untold: number;
  /** Counted by other processes, as far as is known. */
  others: number;
}

/**
 * Counts requests in windows of fixed length. It counts in this process, without asking anybody; counts that come near
 * their limit are exchanged with other processes once a second.
 */
export class RequestCounter {
  readonly #state: SharedState | undefined;
  readonly #windows = new Map<string, Window>();
  readonly #untold = new Map<string, Window>();
  #timer: NodeJS.Timeout | undefined;

  /** @param state where other processes count too; nothing for a process that is alone */
  constructor(state?: SharedState) {
    this.#state = state;
  }

  /** Counts one more. */
  hit(key: string, windowMs: number, limit: number): Count {
    const window = this.#window(key, windowMs);
    window.own++;
    window.untold++;
    if (this.#state !== undefined && window.own > limit * LOCAL_SHARE) this.#tellSoon(key, window);
    return countOf(window);
  }

  /** What was counted so far. */
  read(key: string, windowMs: number): Count {
    return countOf(this.#window(key, windowMs));
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #window(key: string, windowMs: number): Window {
    const now = Date.now();
    const known = this.#windows.get(key);
    if (known !== undefined && known.endsAt > now) return known;
    const endsAt = (Math.floor(now / windowMs) + 1) * windowMs;
    const window = { endsAt, own: 0, untold: 0, others: 0 };
    this.#windows.delete(key);
    this.#windows.set(key, window);
    const [oldest] = this.#windows.size > MAX_COUNTS ? this.#windows.keys() : [];
    if (oldest !== undefined) this.#windows.delete(oldest);
    return window;
  }

  #tellSoon(key: string, window: Window): void {
    this.#untold.set(key, window);
    this.#timer ??= setTimeout(() => void this.#tell(), SYNC_MS).unref();
  }

  /** Where the store does not answer, each process counts for itself. */
  async #tell(): Promise<void> {
    const told = [...this.#untold];
    this.#untold.clear();
    await Promise.all(told.map(([key, window]) => this.#tellOne(key, window)));
    this.#timer = undefined;
    if (this.#untold.size > 0) this.#timer = setTimeout(() => void this.#tell(), SYNC_MS).unref();
  }

  async #tellOne(key: string, window: Window): Promise<void> {
    const { untold, endsAt } = window;
    window.untold = 0;
    const name = createHash('sha256').update(`${key}:${endsAt}`).digest('base64url');
    const ttlMs = Math.max(1_000, endsAt - Date.now() + SYNC_MS);
    try {
      const total = await this.#state?.increment(`limits:${name}`, 'count', untold, ttlMs);
      if (total !== undefined) window.others = total - (window.own - window.untold);
    } catch {
      // Told the next time: what the store does not know must not be taken off what others counted.
      window.untold += untold;
    }
  }
}

function countOf({ own, others, endsAt }: Window): Count {
  return { total: own + others, resetMs: Math.max(0, endsAt - Date.now()) };
}
