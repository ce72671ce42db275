/** Time between two sweeps: an entry is gone for readers at its end, and out of memory soon after. */
const SWEEP_MS = 5_000;

interface Entry<V> {
  value: V;
  /** Milliseconds since the epoch; infinite for an entry without end. */
  endsAt: number;
}

export interface ExpiringMapOptions<V> {
  /** Sum of the weights of entries with an end that may be kept; past it the oldest of them go. Default: no limit. */
  readonly maxWeight?: number;
  /** Weight of a value. Default: none has any. */
  readonly weightOf?: (value: V) => number;
}

/** A map whose entries may end. Takes no timer while it holds nothing that ends, and never keeps the process alive. */
export class ExpiringMap<V> {
  readonly #entries = new Map<string, Entry<V>>();
  readonly #maxWeight: number;
  readonly #weightOf: (value: V) => number;
  #weight = 0;
  #sweep: NodeJS.Timeout | undefined;

  constructor({ maxWeight = Infinity, weightOf = () => 0 }: ExpiringMapOptions<V> = {}) {
    this.#maxWeight = maxWeight;
    this.#weightOf = weightOf;
  }

  /** Entries held, those past their end and not yet swept included. */
  get size(): number {
    return this.#entries.size;
  }

  get(key: string): V | undefined {
    return this.#live(key)?.value;
  }

  /** Sets an entry anew, to end in `ttlMs`, or never. */
  set(key: string, value: V, ttlMs = Infinity): void {
    this.delete(key);
    this.#entries.set(key, { value, endsAt: Date.now() + ttlMs });
    if (ttlMs === Infinity) return;
    this.#weight += this.#weightOf(value);
    this.#shed();
    this.#scheduleSweep();
  }

  /** Moves the end of a live entry. */
  prolong(key: string, ttlMs: number): void {
    const entry = this.#live(key);
    if (entry === undefined) return;
    if (entry.endsAt === Infinity) this.set(key, entry.value, ttlMs);
    else entry.endsAt = Date.now() + ttlMs;
  }

  /** True when the entry was there. */
  delete(key: string): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    this.#entries.delete(key);
    if (entry.endsAt !== Infinity) this.#weight -= this.#weightOf(entry.value);
    return entry.endsAt > Date.now();
  }

  /** Keys of the live entries. */
  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.#live(key) !== undefined);
  }

  #live(key: string): Entry<V> | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.endsAt > Date.now() ? entry : undefined;
  }

  #shed(): void {
    if (this.#weight <= this.#maxWeight) return;
    for (const [key, entry] of this.#entries) {
      if (this.#weight <= this.#maxWeight) return;
      if (entry.endsAt !== Infinity) this.delete(key);
    }
  }

  #scheduleSweep(): void {
    if (this.#sweep !== undefined) return;
    this.#sweep = setTimeout(() => this.#removeEnded(), SWEEP_MS).unref();
  }

  #removeEnded(): void {
    this.#sweep = undefined;
    const now = Date.now();
    let hasEnding = false;
    for (const [key, entry] of this.#entries) {
      if (entry.endsAt <= now) this.delete(key);
      else if (entry.endsAt !== Infinity) hasEnding = true;
    }
    if (hasEnding) this.#scheduleSweep();
  }
}
