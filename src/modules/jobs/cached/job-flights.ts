import { setTimeout as delay } from 'node:timers/promises';
import { SharedState } from '../../state/shared-state.port.js';
import { StateUnavailableError } from '../../state/state.errors.js';
import { JobQueue } from '../job-queue.port.js';
import { isFinished, type JobRecord } from '../job.types.js';

/** How often one looks whether the job that is about to be queued is there. */
const LOOK_EVERY_MS = 20;
/** How many times for that of one caller, and in all. */
const MOST_LOOKS_AT_ONE = 100;
const MOST_LOOKS = 200;

/** What several callers want at the same time. */
export interface Flight {
  /** The same for all that want the same. */
  readonly key: string;
  /** How long a job for it may take to end, in milliseconds. */
  readonly lastsMs: number;
  /** Id of the caller's own job, should it be the first. */
  readonly jobId: string;
}

/** Has one job run for all who want the same at the same time, whichever controllers they ask. */
export class JobFlights {
  readonly #state: SharedState;
  readonly #queue: JobQueue;

  constructor(state: SharedState, queue: JobQueue) {
    this.#state = state;
    this.#queue = queue;
  }

  /** The job that runs for the flight: that of somebody else, or the one `start` queues. `undefined`: one has just ended. */
  async join(flight: Flight, start: () => Promise<JobRecord>): Promise<JobRecord | undefined> {
    try {
      return await this.#join(flight, start);
    } catch (error) {
      if (error instanceof StateUnavailableError) return start();
      throw error;
    }
  }

  async #join({ key, lastsMs, jobId }: Flight, start: () => Promise<JobRecord>): Promise<JobRecord | undefined> {
    const claim = `flight:${key}`;
    let latest: string | undefined;
    for (let looks = 0, ofLatest = 0; looks < MOST_LOOKS; looks++) {
      const holder = await this.#state.claim(claim, jobId, lastsMs);
      if (holder === jobId) return this.#start(claim, jobId, start);
      const record = await this.#queue.get(holder);
      if (record !== undefined) return this.#joined(claim, record);
      ofLatest = holder === latest ? ofLatest + 1 : 1;
      latest = holder;
      // It has not queued its job and will not: its place is left to the first of those who wait.
      if (ofLatest === MOST_LOOKS_AT_ONE) await this.#state.releaseClaim(claim, holder);
      await delay(LOOK_EVERY_MS);
    }
    return start();
  }

  async #start(claim: string, jobId: string, start: () => Promise<JobRecord>): Promise<JobRecord> {
    try {
      return await start();
    } catch (error) {
      await this.#state.releaseClaim(claim, jobId).catch(() => undefined);
      throw error;
    }
  }

  async #joined(claim: string, record: JobRecord): Promise<JobRecord | undefined> {
    if (!isFinished(record.status) && record.status !== 'ABORTING') return record;
    await this.#state.releaseClaim(claim, record.id);
    return undefined;
  }
}
