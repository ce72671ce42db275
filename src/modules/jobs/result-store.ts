import { packJson, unpackJson } from '../../common/packed-json.js';
import type { SharedState } from '../state/shared-state.port.js';
import type { AnsweredCommand, JobResult } from './job.types.js';

/** A result outlives its job's record by this much, so that no finished job is seen without its result. */
const MARGIN_MS = 60_000;

/** What jobs brought back, in the shared store. Its methods may be repeated and reject with `StateUnavailableError`. */
export class ResultStore {
  readonly #state: SharedState;
  readonly #ttlMs: number;

  /** @param ttlMs how long a result is kept, as long as the record of its job */
  constructor(state: SharedState, ttlMs: number) {
    this.#state = state;
    this.#ttlMs = ttlMs;
  }

  async put(jobId: string, result: JobResult): Promise<void> {
    await this.#state.set(keyOf(jobId), await packJson(result), this.#ttlMs + MARGIN_MS);
  }

  /** The result, or `undefined` when the job has none or its time is over. */
  async get(jobId: string): Promise<JobResult | undefined> {
    const stored = await this.#state.get(keyOf(jobId));
    return stored === undefined ? undefined : ((await unpackJson(stored)) as JobResult);
  }

  /**
   * Keeps the part of a job's result that the cache had before it was queued.
   * @param pendingMs how long the job may take to end
   */
  async putAnswered(jobId: string, answered: readonly AnsweredCommand[], pendingMs: number): Promise<void> {
    await this.#state.set(answeredKeyOf(jobId), await packJson(answered), pendingMs + this.#ttlMs + MARGIN_MS);
  }

  /** What `putAnswered` kept, or `undefined` when its time is over. */
  async getAnswered(jobId: string): Promise<readonly AnsweredCommand[] | undefined> {
    const stored = await this.#state.get(answeredKeyOf(jobId));
    return stored === undefined ? undefined : ((await unpackJson(stored)) as AnsweredCommand[]);
  }
}

function keyOf(jobId: string): string {
  return `result:${jobId}`;
}

function answeredKeyOf(jobId: string): string {
  return `answered:${jobId}`;
}
