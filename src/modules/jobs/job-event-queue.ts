/** What a follower of a job is told. */
export interface JobEvent {
  /** For `Last-Event-ID`; events that are not repeated have none. */
  readonly id?: string;
  readonly type: 'status' | 'position' | 'output' | 'gap' | 'heartbeat';
  readonly data: Readonly<Record<string, unknown>>;
}

/** Characters of output that wait for a slow follower; past it output is dropped, and a `gap` says so. */
const MOST_WAITING = 1_048_576;

/** The events on their way to one follower: nobody waits for a slow one, and it takes up no more than so much memory. */
export class JobEventQueue implements AsyncIterable<JobEvent> {
  #events: JobEvent[] = [];
  #waiting = 0;
  #hasGap = false;
  #isOver = false;
  #wake = (): void => undefined;

  /** Whether no further event comes. */
  get isOver(): boolean {
    return this.#isOver;
  }

  push(event: JobEvent, weight = 0): void {
    if (this.#isOver) return;
    if (this.#waiting + weight > MOST_WAITING) {
      this.#hasGap = true;
      return;
    }
    if (this.#hasGap) this.#events.push({ type: 'gap', data: {} });
    this.#hasGap = false;
    this.#waiting += weight;
    this.#events.push(event);
    this.#wake();
  }

  /** No further event. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<JobEvent> {
    for (;;) {
      const events = this.#events;
      this.#events = [];
      this.#waiting = 0;
      yield* events;
      if (this.#events.length > 0) continue;
      if (this.#isOver) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
