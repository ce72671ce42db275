import { setTimeout as delay } from 'node:timers/promises';
import type Bull from 'bull';
import type { RedisConnections } from '../../state/redis-connections.js';
import { runScript } from '../../state/run-script.js';
import type { JobPayload } from '../job.types.js';
import type { ParkedPlace } from '../parked-place.js';
import { TAKE_OUT } from './bull-scripts.js';

const RETRY_MS = 100;
/** How long a job that is called holds up those called after it, until Bull has put it aside. */
const ASIDE_TIMEOUT_MS = 1_000;
/** How often one looks whether a job that was taken out has ended before it could be delivered. */
const LOOK_EVERY_MS = 1_000;

interface ParkedJob {
  readonly place: ParkedPlace;
  /** Bull has put it aside: only then can it be taken out again. */
  isAside: boolean;
  /** Its turn to be taken out has passed before it was aside. */
  isLate: boolean;
  tellAside: () => void;
}

/**
 * The jobs of one partition that this worker keeps aside in Bull, as delayed ones, until their line calls them; for as long as it has the
 * partition.
 */
export class ParkedJobs {
  readonly #queue: Bull.Queue<JobPayload>;
  readonly #redis: RedisConnections;
  readonly #jobs = new Map<string, ParkedJob>();
  /** Jobs that were called, in order. */
  #called: string[] = [];
  /** Jobs that were taken out and have not been delivered, in order. */
  readonly #out = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #isTakingOut = false;
  #isClosed = false;

  constructor(queue: Bull.Queue<JobPayload>, redis: RedisConnections) {
    this.#queue = queue;
    this.#redis = redis;
  }

  /** Whether the partition was left: no place is kept any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** A job is about to be put aside. */
  expect(id: string, place: ParkedPlace): void {
    const job: ParkedJob = { place, isAside: false, isLate: false, tellAside: () => undefined };
    this.#jobs.set(id, job);
    void place.called.then(() => {
      if (this.#jobs.get(id) === job) this.#call(id);
    });
  }

  /** Bull has put a job aside. */
  putAside(id: string): void {
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    job.isAside = true;
    job.tellAside();
    if (job.isLate) this.#call(id);
  }

  /** A job was delivered again. */
  delivered(id: string): void {
    const job = this.#jobs.get(id);
    this.#jobs.delete(id);
    this.#out.delete(id);
    job?.tellAside();
  }

  /** Gives all places up; the jobs stay aside for whoever takes the partition over. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    this.#out.clear();
    this.#called = [];
    for (const { place, tellAside } of jobs) {
      place.drop();
      tellAside();
    }
  }

  #call(id: string): void {
    this.#called.push(id);
    if (this.#isTakingOut) return;
    this.#isTakingOut = true;
    // In the next turn: those who are called together are taken out together.
    setImmediate(() => void this.#takeOut());
  }

  async #takeOut(): Promise<void> {
    while (this.#called.length > 0 && (await this.#redis.whenReady())) {
      const ids = await this.#next();
      try {
        if (ids.length > 0) await this.#take(ids);
      } catch {
        this.#called.unshift(...ids);
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
    this.#isTakingOut = false;
  }

  /** The jobs to be taken out next: of those called, up to the first one that is not aside yet. */
  async #next(): Promise<string[]> {
    const isMissing = (id: string): boolean => this.#jobs.get(id)?.isAside === false;
    const [first] = this.#called;
    const job = first === undefined ? undefined : this.#jobs.get(first);
    if (first !== undefined && job !== undefined && isMissing(first)) {
      const aside = new Promise<void>((resolve) => (job.tellAside = resolve));
      await Promise.race([aside, delay(ASIDE_TIMEOUT_MS, undefined, { ref: false })]);
      if (isMissing(first)) {
        job.isLate = true;
        this.#called = this.#called.filter((id) => id !== first);
      }
    }
    const end = this.#called.findIndex(isMissing);
    return this.#called.splice(0, end < 0 ? this.#called.length : end);
  }

  /** May be repeated: what is in the queue already stays where it is. */
  async #take(ids: readonly string[]): Promise<void> {
    const keys = [this.#queue.toKey('delayed'), this.#queue.toKey('wait')];
    const args = [this.#queue.toKey(''), ids.length, ...ids, ...this.#out];
    // They may be delivered before this is answered.
    for (const id of ids) if (this.#jobs.has(id)) this.#out.add(id);
    const gone = (await runScript(this.#queue.client, TAKE_OUT, keys, args)) as string[];
    for (const id of gone) this.#lost(id);
    this.#lookLater();
  }

  /** One that is aborted in the queue is never delivered, and its line waits for it. */
  #lookLater(): void {
    if (this.#out.size === 0 || this.#isClosed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#take([]).catch(() => this.#lookLater());
    }, LOOK_EVERY_MS).unref();
  }

  /** The job has ended, and will not be delivered. */
  #lost(id: string): void {
    const job = this.#jobs.get(id);
    this.#jobs.delete(id);
    this.#out.delete(id);
    job?.place.drop();
  }
}
