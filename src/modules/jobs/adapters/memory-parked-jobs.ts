import { LONGEST_TIMER_MS } from '../longest-timer.js';
import type { ParkedPlace } from '../parked-place.js';

interface ParkedJob {
  readonly place: ParkedPlace;
  readonly timer: NodeJS.Timeout;
}

/** The jobs that the memory queue keeps aside until their line calls them, or their wait is over. */
export class MemoryParkedJobs {
  readonly #deliver: (id: string, waitingSince: number) => void;
  readonly #jobs = new Map<string, ParkedJob>();

  constructor(deliver: (id: string, waitingSince: number) => void) {
    this.#deliver = deliver;
  }

  park(id: string, place: ParkedPlace): void {
    const comeBack = (): void => {
      if (this.#jobs.get(id) !== job) return;
      this.#jobs.delete(id);
      clearTimeout(job.timer);
      this.#deliver(id, place.waitingSince);
    };
    const timer = setTimeout(comeBack, Math.min(place.waitUntil - Date.now(), LONGEST_TIMER_MS)).unref();
    const job: ParkedJob = { place, timer };
    this.#jobs.set(id, job);
    void place.called.then(comeBack);
  }

  /** Gives the place of a job up, where it has one: it is not delivered again. */
  drop(id: string): void {
    const job = this.#jobs.get(id);
    this.#jobs.delete(id);
    clearTimeout(job?.timer);
    job?.place.drop();
  }

  /** Gives all places up; gives the ids of their jobs, in order. */
  takeAll(): string[] {
    const jobs = [...this.#jobs];
    this.#jobs.clear();
    for (const [, { place, timer }] of jobs) {
      clearTimeout(timer);
      place.drop();
    }
    return jobs.map(([id]) => id);
  }
}
