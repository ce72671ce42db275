import { LONGEST_TIMER_MS } from './longest-timer.js';

/** Jobs that are known to be unfinished at most: the oldest are forgotten, and looked at again by who waits for them. */
const MOST_UNFINISHED = 5_000;

/** Who waits for which job in this process. Holds no wait that is over. */
export class JobWaiters {
  readonly #byJob = new Map<string, Set<() => void>>();
  readonly #unfinished = new Set<string>();

  /** Number of jobs that are waited for. */
  get size(): number {
    return this.#byJob.size;
  }

  /** The job has not ended, and `wake` is called should it: a wait that begins until then need not look first. */
  expect(id: string): void {
    this.#unfinished.add(id);
    const [oldest = ''] = this.#unfinished;
    if (this.#unfinished.size > MOST_UNFINISHED) this.#unfinished.delete(oldest);
  }

  /** From now on an end may be missed. */
  forget(): void {
    this.#unfinished.clear();
  }

  /**
   * Waits until `isOver` holds: it is asked at once, unless the end is expected, and at each call of `wake` for the job. Resolves as well when
   * `timeoutMs` has passed, after a last look; rejects when `isOver` does.
   */
  async wait(id: string, timeoutMs: number, isOver: () => Promise<boolean>): Promise<void> {
    let isWoken = !this.#unfinished.has(id);
    let isLate = false;
    let resume = (): void => undefined;
    const wake = (): void => {
      isWoken = true;
      resume();
    };
    const timer = setTimeout(
      () => {
        isLate = true;
        wake();
      },
      Math.min(timeoutMs, LONGEST_TIMER_MS),
    );
    this.#add(id, wake);
    try {
      do {
        if (!isWoken) await new Promise<void>((resolve) => (resume = resolve));
        isWoken = false;
      } while (!(await isOver()) && !isLate);
    } finally {
      clearTimeout(timer);
      this.#remove(id, wake);
    }
  }

  /** Has those who wait for the job look again. */
  wake(id: string): void {
    this.#unfinished.delete(id);
    for (const wake of this.#byJob.get(id) ?? []) wake();
  }

  /** Has everybody look again. */
  wakeAll(): void {
    this.forget();
    for (const id of this.#byJob.keys()) this.wake(id);
  }

  #add(id: string, wake: () => void): void {
    const waiting = this.#byJob.get(id) ?? new Set();
    this.#byJob.set(id, waiting.add(wake));
  }

  #remove(id: string, wake: () => void): void {
    const waiting = this.#byJob.get(id);
    waiting?.delete(wake);
    if (waiting?.size === 0) this.#byJob.delete(id);
  }
}
