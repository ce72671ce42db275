/** One entry of a capped log: the value and when it was appended (milliseconds since the epoch). */
export interface LogEntry {
  readonly at: number;
  readonly value: string;
}

/** A lease that is held. `fence` grows with every new holder, so that a late writer can be told from the present one. */
export interface Lease {
  readonly key: string;
  readonly owner: string;
  readonly fence: number;
}

/** One event in statistics, which is counted in several places. In a Redis Cluster all keys have one hash tag (`{…}`). */
export interface Tally {
  /** Key that remembers for `onceMs` that the event was counted. */
  readonly once: string;
  readonly onceMs: number;
  /** Fields of hashes that grow, by one where nothing else is said. */
  readonly counters: readonly { readonly key: string; readonly field: string; readonly by?: number }[];
  /** Members of rankings that grow by one; a ranking may end in its own time. */
  readonly scores: readonly { readonly key: string; readonly member: string; readonly ttlMs?: number }[];
  /** Logs that get an entry. */
  readonly logs: readonly { readonly key: string; readonly value: string; readonly maxEntries: number }[];
  /** All these end this long after the latest event that touched them. */
  readonly ttlMs: number;
}

/** A member of a ranking. */
export interface Score {
  readonly member: string;
  readonly score: number;
}

/**
 * The few primitives that Tom's processes share. Everything that has to be seen by more than one process
 * (results, registry, leases, statistics) is written once, on this port.
 *
 * Keys are plain strings with `:` between parts; an adapter may put a prefix of its own before them.
 * Durations are milliseconds. Every method may be repeated unless it says otherwise, and rejects with
 * `StateUnavailableError` within a bounded time when the store cannot be reached; none waits for it to come back.
 */
export abstract class SharedState {
  /** The value, or `undefined` when the key is not there or its time is over. */
  abstract get(key: string): Promise<Buffer | undefined>;

  /** The values of several keys, in their order and of one moment. In a Redis Cluster all keys have one hash tag (`{…}`). */
  abstract getMany(keys: readonly string[]): Promise<(Buffer | undefined)[]>;

  /** Stores a value, for `ttlMs` or without end. */
  abstract set(key: string, value: Buffer | string, ttlMs?: number): Promise<void>;

  /** Removes a key; true when it was there. */
  abstract delete(key: string): Promise<boolean>;

  /** Removes every key that starts with `prefix`; gives how many. The cost grows with the number of keys in the store. */
  abstract deleteByPrefix(prefix: string): Promise<number>;

  /** Sets one field of a hash; the whole hash ends `ttlMs` after the latest call that gave one. */
  abstract setField(key: string, field: string, value: string, ttlMs?: number): Promise<void>;

  /** Sets a field of a hash that is not there yet; false, with nothing changed, when it is. */
  abstract setFieldIfAbsent(key: string, field: string, value: string): Promise<boolean>;

  /** One field of a hash, or `undefined`. */
  abstract getField(key: string, field: string): Promise<string | undefined>;

  /** Removes one field of a hash; true when it was there. */
  abstract deleteField(key: string, field: string): Promise<boolean>;

  /** All fields of a hash; empty when it is not there. */
  abstract getFields(key: string): Promise<Record<string, string>>;

  /** Adds to a counter in a hash and gives its new value. Not repeatable. */
  abstract increment(key: string, field: string, by?: number, ttlMs?: number): Promise<number>;

  /** Appends values, the last of which is the newest, to a log that keeps its newest `maxEntries`. Not repeatable. */
  abstract append(key: string, values: readonly string[], maxEntries: number): Promise<void>;

  /** The newest entries of a log, the newest first. */
  abstract readLog(key: string, limit: number): Promise<LogEntry[]>;

  /** Counts an event once, all of it or nothing; false when it was counted before. */
  abstract tally(event: Tally): Promise<boolean>;

  /** The members of a ranking with the highest scores, the highest first, without the first `skip`; at a cost that hardly grows with their number. */
  abstract ranking(key: string, limit: number, skip?: number): Promise<Score[]>;

  /** Sets a key for `ttlMs` unless it is there, and gives its value then: `value` to whoever set it. */
  abstract claim(key: string, value: string, ttlMs: number): Promise<string>;

  /** Removes a key that has this value; false when it has another one. */
  abstract releaseClaim(key: string, value: string): Promise<boolean>;

  /**
   * Takes one of `slots` places of a lease for `owner`, for `ttlMs`; `undefined` when all are held by others.
   * An owner that asks again for a lease it holds gets it renewed, with the same fence.
   */
  abstract acquireLease(key: string, owner: string, ttlMs: number, slots?: number): Promise<Lease | undefined>;

  /** Prolongs a lease; false when it is no longer held. */
  abstract renewLease(lease: Lease, ttlMs: number): Promise<boolean>;

  /** Gives a lease back; false when it was no longer held. */
  abstract releaseLease(lease: Lease): Promise<boolean>;

  /** Owners of the places of a lease that are held now, in no order. */
  abstract leaseHolders(key: string): Promise<string[]>;

  /** Tells every subscriber of the channel, in this process and others, in the order of the calls of a process; nothing is kept for those who come later. */
  abstract publish(channel: string, message: string): Promise<void>;

  /** Calls `listener` with each message of the channel, in order; the function it gives ends that. */
  abstract subscribe(channel: string, listener: (message: string) => void): Promise<() => Promise<void>>;

  /** Whether the store answers now, asked with one round trip. Never rejects. */
  abstract isReachable(): Promise<boolean>;
}
