import { LONGEST_TIMER_MS } from './longest-timer.js';

/** Who waits for which job in this process. Holds nothing once every wait is over. */
export class JobWaiters {
  readonly #byJob = new Map<string, Set<() => void>>();

  /** Number of jobs that are waited for. */
  get size(): number {
    return this.#byJob.size;
  }

  /**
   * Waits until `isOver` holds: it is asked at once, and again at each call of `wake` for the job. Resolves as well when
   * `timeoutMs` has passed, after a last look; rejects when `isOver` does.
   */
  async wait(id: string, timeoutMs: number, isOver: () => Promise<boolean>): Promise<void> {
    let isWoken = false;
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
      while (!(await isOver()) && !isLate) {
        if (!isWoken) await new Promise<void>((resolve) => (resume = resolve));
        isWoken = false;
      }
    } finally {
      clearTimeout(timer);
      this.#remove(id, wake);
    }
  }

  /** Has those who wait for the job look again. */
  wake(id: string): void {
    for (const wake of this.#byJob.get(id) ?? []) wake();
  }

  /** Has everybody look again. */
  wakeAll(): void {
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
