import type { SharedState } from '../../state/shared-state.port.js';

/** How often the table is read again, so that what a message missed is seen as well. */
const REFRESH_MS = 5_000;
/** How long a table is kept that nobody writes to any more. */
const TTL_MS = 30 * 24 * 3_600_000;

interface Change<T> {
  readonly field: string;
  /** `null` for an entry that is gone. */
  readonly value: T | null;
}

/**
 * A small table that all processes share, with a copy of it in each: reading costs nothing. Changes reach the other copies
 * within milliseconds; without Redis each process goes on with what it knows.
 */
export class SharedTable<T extends object> {
  readonly #state: SharedState;
  readonly #key: string;
  readonly #copy = new Map<string, T>();
  /** Changes since the reading that is under way began: it may not hold them. */
  #meanwhile: Change<T>[] | undefined;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: (() => Promise<void>) | undefined;

  constructor(state: SharedState, name: string) {
    this.#state = state;
    this.#key = `table:${name}`;
  }

  /** Reads the table and follows it from now on. */
  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.#refresh(), REFRESH_MS).unref();
    await this.#refresh();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#unsubscribe?.().catch(() => undefined);
  }

  get size(): number {
    return this.#copy.size;
  }

  get(field: string): T | undefined {
    return this.#copy.get(field);
  }

  entries(): [string, T][] {
    return [...this.#copy];
  }

  /** Known here at once; elsewhere as soon as the store can be reached. */
  async set(field: string, value: T): Promise<void> {
    this.#take({ field, value });
    await this.#write({ field, value }, () => this.#state.setField(this.#key, field, JSON.stringify(value), TTL_MS));
  }

  async delete(field: string): Promise<void> {
    if (!this.#copy.has(field)) return;
    this.#take({ field, value: null });
    await this.#write({ field, value: null }, () => this.#state.deleteField(this.#key, field));
  }

  /** What the store holds now. Rejects with `StateUnavailableError`. */
  async read(): Promise<[string, T][]> {
    const fields = await this.#state.getFields(this.#key);
    return Object.entries(fields).map(([field, value]) => [field, JSON.parse(value) as T]);
  }

  /** Takes entries out of the store and of every copy; gives how many. Rejects with `StateUnavailableError`. */
  async remove(fields: readonly string[]): Promise<number> {
    let removed = 0;
    for (const field of fields) {
      this.#take({ field, value: null });
      if (await this.#state.deleteField(this.#key, field)) removed++;
      await this.#state.publish(this.#key, JSON.stringify({ field, value: null } satisfies Change<T>));
    }
    return removed;
  }

  async #write(change: Change<T>, write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
      await this.#state.publish(this.#key, JSON.stringify(change));
    } catch {
      // The store is away, and says so itself: this process goes on with its own copy.
    }
  }

  async #refresh(): Promise<void> {
    try {
      this.#unsubscribe ??= await this.#state.subscribe(this.#key, (message) =>
        this.#take(JSON.parse(message) as Change<T>),
      );
      const meanwhile: Change<T>[] = (this.#meanwhile = []);
      const entries = await this.read().finally(() => (this.#meanwhile = undefined));
      this.#copy.clear();
      for (const [field, value] of entries) this.#copy.set(field, value);
      for (const change of meanwhile) this.#apply(change);
    } catch {
      // As above; the next refresh tries again.
    }
  }

  #take(change: Change<T>): void {
    this.#meanwhile?.push(change);
    this.#apply(change);
  }

  #apply({ field, value }: Change<T>): void {
    if (value === null) this.#copy.delete(field);
    else this.#copy.set(field, value);
  }
}
