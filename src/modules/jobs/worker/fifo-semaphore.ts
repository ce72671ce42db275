/** Gives a place back; further calls do nothing. */
export type Release = () => void;

/** A number of places, given out in the order they were asked for. A freed place goes to the next at once. */
export class FifoSemaphore {
  readonly #slots: number;
  readonly #waiting = new Set<() => void>();
  #taken = 0;

  constructor(slots: number) {
    this.#slots = slots;
  }

  /** Places given out. */
  get taken(): number {
    return this.#taken;
  }

  /** Number of those who wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Whether nobody holds a place or waits for one. */
  get isIdle(): boolean {
    return this.#taken === 0;
  }

  /** A place, as soon as it is this caller's turn. Rejects with the signal's reason when that comes first. */
  async acquire(signal?: AbortSignal): Promise<Release> {
    signal?.throwIfAborted();
    if (this.#taken < this.#slots) this.#taken++;
    else await this.#turn(signal);
    let isHeld = true;
    return () => {
      if (isHeld) this.#release();
      isHeld = false;
    };
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.delete(onTurn);
        reject(signal?.reason as Error);
      };
      const onTurn = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(onTurn);
    });
  }

  #release(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#taken--;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
