import type { CacheEntry, CachedCommand } from './cache.types.js';

/** What a store holds of one device. */
export interface CacheReading {
  /**
   * Names the time since the device was last changed: an entry of another epoch says how the device was before and must not be
   * given. Empty for a device that was never renewed.
   */
  readonly epoch: string;
  /** In the order of the fields; also those of other epochs. */
  readonly entries: readonly (CacheEntry | undefined)[];
}

/** An entry on its way into the store. */
export interface CacheWrite {
  readonly field: string;
  readonly entry: CacheEntry;
  /** How long it is kept from now on, in milliseconds. */
  readonly keepMs: number;
}

/**
 * Where outputs are kept, by device (`host:port`) and field. Nothing is given after its time. Every method may be repeated and
 * rejects with `StateUnavailableError` within a bounded time when the store cannot be reached.
 */
export abstract class CacheStore {
  abstract read(device: string, fields: readonly string[]): Promise<CacheReading>;

  /** Keeps entries, in place of those that have their fields. */
  abstract write(device: string, writes: readonly CacheWrite[]): Promise<void>;

  /** Begins a new epoch of the device and drops its entries; gives how many there were. */
  abstract renew(device: string): Promise<number>;

  /** What is kept of one device, or of all. */
  abstract list(device?: string): Promise<CachedCommand[]>;

  /** As `renew`, for all devices, also for those of which nothing is kept yet. */
  abstract renewAll(): Promise<number>;
}
