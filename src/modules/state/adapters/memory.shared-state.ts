import { SharedState, type Lease, type LogEntry, type Score, type Tally } from '../shared-state.port.js';
import { ChannelListeners } from './channel-listeners.js';
import { ExpiringMap } from '../../../common/expiring-map.js';

/** Most bytes of values with an end that are kept: past it the oldest of them go. */
const MAX_VALUE_BYTES = 512 * 1024 * 1024;

interface HeldLease {
  readonly fence: number;
  readonly endsAt: number;
}

/** The oldest first, and up to twice as many as it is to keep. */
interface CappedLog {
  readonly entries: LogEntry[];
  readonly maxEntries: number;
}

/** The shared store in this process: nothing outlives it, and no other process sees it. */
export class MemorySharedState extends SharedState {
  readonly #values: ExpiringMap<Buffer>;
  readonly #hashes = new ExpiringMap<Map<string, string>>();
  readonly #claims = new ExpiringMap<string>();
  readonly #logs = new Map<string, CappedLog>();
  readonly #leases = new Map<string, Map<string, HeldLease>>();
  readonly #listeners = new ChannelListeners();
  #lastFence = 0;

  constructor(maxValueBytes = MAX_VALUE_BYTES) {
    super();
    this.#values = new ExpiringMap({ maxWeight: maxValueBytes, weightOf: (value) => value.length });
  }

  async get(key: string): Promise<Buffer | undefined> {
    return this.#values.get(key);
  }

  async getMany(keys: readonly string[]): Promise<(Buffer | undefined)[]> {
    return keys.map((key) => this.#values.get(key));
  }

  async set(key: string, value: Buffer | string, ttlMs?: number): Promise<void> {
    this.#values.set(key, Buffer.from(value), ttlMs);
  }

  async delete(key: string): Promise<boolean> {
    return [this.#values.delete(key), this.#hashes.delete(key), this.#logs.delete(key)].some(Boolean);
  }

  async deleteByPrefix(prefix: string): Promise<number> {
    const keys = [...this.#values.keys(), ...this.#hashes.keys(), ...this.#logs.keys()];
    const matching = keys.filter((key) => key.startsWith(prefix));
    for (const key of matching) await this.delete(key);
    return matching.length;
  }

  async setField(key: string, field: string, value: string, ttlMs?: number): Promise<void> {
    this.#hash(key, ttlMs).set(field, value);
  }

  async setFieldIfAbsent(key: string, field: string, value: string): Promise<boolean> {
    const hash = this.#hash(key, undefined);
    if (hash.has(field)) return false;
    hash.set(field, value);
    return true;
  }

  async getField(key: string, field: string): Promise<string | undefined> {
    return this.#hashes.get(key)?.get(field);
  }

  async deleteField(key: string, field: string): Promise<boolean> {
    return this.#hashes.get(key)?.delete(field) ?? false;
  }

  async getFields(key: string): Promise<Record<string, string>> {
    return Object.fromEntries(this.#hashes.get(key) ?? []);
  }

  async increment(key: string, field: string, by = 1, ttlMs?: number): Promise<number> {
    return this.#grow(key, field, by, ttlMs);
  }

  async append(key: string, values: readonly string[], maxEntries: number): Promise<void> {
    const { entries } = this.#logs.get(key) ?? { entries: [] as LogEntry[] };
    const at = Date.now();
    for (const value of values) entries.push({ at, value });
    // Not each time: taking out the first one moves all the others.
    if (entries.length >= 2 * maxEntries) entries.splice(0, entries.length - maxEntries);
    this.#logs.set(key, { entries, maxEntries });
  }

  async readLog(key: string, limit: number): Promise<LogEntry[]> {
    const { entries, maxEntries } = this.#logs.get(key) ?? { entries: [], maxEntries: 0 };
    return entries.slice(Math.max(0, entries.length - Math.min(Math.max(0, limit), maxEntries))).reverse();
  }

  async tally({ once, onceMs, counters, scores, logs, ttlMs }: Tally): Promise<boolean> {
    if (this.#claims.get(once) !== undefined) return false;
    this.#claims.set(once, '', onceMs);
    for (const { key, field, by = 1 } of counters) this.#grow(key, field, by, ttlMs);
    for (const { key, member, ttlMs: own = ttlMs } of scores) this.#grow(key, member, 1, own);
    for (const { key, value, maxEntries } of logs) await this.append(key, [value], maxEntries);
    return true;
  }

  async ranking(key: string, limit: number, skip = 0): Promise<Score[]> {
    const all = [...(this.#hashes.get(key) ?? [])].map(([member, score]) => ({ member, score: Number(score) }));
    return all.sort((a, b) => b.score - a.score).slice(skip, skip + Math.max(0, limit));
  }

  async claim(key: string, value: string, ttlMs: number): Promise<string> {
    const held = this.#claims.get(key);
    if (held === undefined) this.#claims.set(key, value, ttlMs);
    return held ?? value;
  }

  async releaseClaim(key: string, value: string): Promise<boolean> {
    return this.#claims.get(key) === value && this.#claims.delete(key);
  }

  async acquireLease(key: string, owner: string, ttlMs: number, slots = 1): Promise<Lease | undefined> {
    const holders = this.#holders(key);
    const held = holders.get(owner);
    if (held === undefined && holders.size >= slots) return undefined;
    const fence = held?.fence ?? ++this.#lastFence;
    holders.set(owner, { fence, endsAt: Date.now() + ttlMs });
    this.#leases.set(key, holders);
    return { key, owner, fence };
  }

  async renewLease(lease: Lease, ttlMs: number): Promise<boolean> {
    const holders = this.#holders(lease.key);
    if (holders.get(lease.owner)?.fence !== lease.fence) return false;
    holders.set(lease.owner, { fence: lease.fence, endsAt: Date.now() + ttlMs });
    return true;
  }

  async releaseLease(lease: Lease): Promise<boolean> {
    const holders = this.#holders(lease.key);
    if (holders.get(lease.owner)?.fence !== lease.fence) return false;
    holders.delete(lease.owner);
    if (holders.size === 0) this.#leases.delete(lease.key);
    return true;
  }

  async leaseHolders(key: string): Promise<string[]> {
    return [...this.#holders(key).keys()];
  }

  async publish(channel: string, message: string): Promise<void> {
    this.#listeners.tell(channel, message);
  }

  async subscribe(channel: string, listener: (message: string) => void): Promise<() => Promise<void>> {
    const remove = this.#listeners.add(channel, listener);
    return async () => {
      remove();
    };
  }

  async isReachable(): Promise<boolean> {
    return true;
  }

  #grow(key: string, field: string, by: number, ttlMs: number | undefined): number {
    const hash = this.#hash(key, ttlMs);
    const value = Number(hash.get(field) ?? 0) + by;
    hash.set(field, String(value));
    return value;
  }

  #hash(key: string, ttlMs: number | undefined): Map<string, string> {
    const hash = this.#hashes.get(key);
    if (hash === undefined) {
      const created = new Map<string, string>();
      this.#hashes.set(key, created, ttlMs);
      return created;
    }
    if (ttlMs !== undefined) this.#hashes.prolong(key, ttlMs);
    return hash;
  }

  /** The present holders of a lease; those whose time is over are taken out. */
  #holders(key: string): Map<string, HeldLease> {
    const holders = this.#leases.get(key) ?? new Map<string, HeldLease>();
    const now = Date.now();
    for (const [owner, held] of holders) if (held.endsAt <= now) holders.delete(owner);
    return holders;
  }
}
