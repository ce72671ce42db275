import { setTimeout as delay } from 'node:timers/promises';
import type Bull from 'bull';
import type { RedisConnections } from '../../state/redis-connections.js';
import type { JobPayload } from '../job.types.js';
import type { ParkedPlace } from '../parked-place.js';
import { TAKE_OUT } from './bull-scripts.js';

const RETRY_MS = 100;

interface ParkedJob {
  readonly place: ParkedPlace;
  /** Bull has put it aside: only then can it be taken out again. */
  isAside: boolean;
  isCalled: boolean;
}

/** The jobs of one partition that this worker keeps aside in Bull, as delayed ones, until their line calls them. */
export class ParkedJobs {
  readonly #queue: Bull.Queue<JobPayload>;
  readonly #redis: RedisConnections;
  readonly #jobs = new Map<string, ParkedJob>();
  /** Jobs to be taken out next, in order. */
  #wanted: string[] = [];
  #isTakingOut = false;

  constructor(queue: Bull.Queue<JobPayload>, redis: RedisConnections) {
    this.#queue = queue;
    this.#redis = redis;
  }

  /** A job is about to be put aside. */
  expect(id: string, place: ParkedPlace): void {
    const job: ParkedJob = { place, isAside: false, isCalled: false };
    this.#jobs.set(id, job);
    void place.called.then(() => {
      job.isCalled = true;
      if (job.isAside && this.#jobs.get(id) === job) this.#want(id);
    });
  }

  /** Bull has put a job aside. */
  putAside(id: string): void {
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    job.isAside = true;
    if (job.isCalled) this.#want(id);
  }

  /** A job was delivered again. */
  delivered(id: string): void {
    this.#jobs.delete(id);
  }

  /** Gives all places up; the jobs stay aside for whoever takes the partition over. */
  dropAll(): void {
    const places = [...this.#jobs.values()].map(({ place }) => place);
    this.#jobs.clear();
    this.#wanted = [];
    for (const place of places) place.drop();
  }

  #want(id: string): void {
    this.#wanted.push(id);
    if (this.#isTakingOut) return;
    this.#isTakingOut = true;
    // In the next turn: those who are called together are taken out together.
    setImmediate(() => void this.#takeOut());
  }

  async #takeOut(): Promise<void> {
    while (this.#wanted.length > 0 && (await this.#redis.whenReady())) {
      const ids = this.#wanted.splice(0);
      try {
        const keys = [this.#queue.toKey('delayed'), this.#queue.toKey('wait')];
        const gone = (await this.#queue.client.eval(TAKE_OUT, 2, ...keys, ...ids)) as string[];
        for (const id of gone) this.#lost(id);
      } catch {
        this.#wanted.unshift(...ids);
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
    this.#isTakingOut = false;
  }

  /** The job was not aside any more: it was removed, or its time was over and it is about to be delivered. */
  #lost(id: string): void {
    const job = this.#jobs.get(id);
    this.#jobs.delete(id);
    job?.place.drop();
  }
}
