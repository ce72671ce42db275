import { setTimeout as delay } from 'node:timers/promises';
import type { OutputCache } from '../../cache/output-cache.js';
import type { SecretMasks } from '../../devices/masking/secret-masks.js';
import { StateUnavailableError } from '../../state/state.errors.js';
import { toJobFailure } from '../job-failure.js';
import type { JobDelivery, JobOutcome } from '../job-queue.port.js';
import type { CommandResult, ConfigResult, JobPayload, JobResult } from '../job.types.js';
import { ConfigRejectedError, JobOutcomeUnknownError } from '../jobs.errors.js';
import { deviceKey } from '../partition.js';
import type { ResultStore } from '../result-store.js';

/** A job that may be run again is, when its result cannot be stored; for any other one the store is tried again and again. */
const AGAIN_AFTER_MS = 1_000;
const MOST_TRIES = 120;

/** Stores what jobs brought, and says how they ended. */
export class JobResults {
  readonly #store: ResultStore;
  readonly #cache: OutputCache;
  readonly #masks: Pick<SecretMasks, 'forCache'>;

  constructor(store: ResultStore, cache: OutputCache, masks: Pick<SecretMasks, 'forCache'>) {
    this.#store = store;
    this.#cache = cache;
    this.#masks = masks;
  }

  /**
   * Rejects with `StateUnavailableError` where the job may be run again.
   * @param begunAt when its device was asked, in milliseconds since the epoch
   */
  async store({ id, payload }: JobDelivery, result: JobResult, begunAt: number): Promise<JobOutcome> {
    if (!('transcript' in result)) {
      await Promise.all([this.#store.put(id, result), this.#keep(payload, result, begunAt)]);
      return { kind: 'completed' };
    }
    await this.#insist(id, result);
    const { host, port } = payload.device;
    return result.outcome === 'rejected' ? rejected(`${host}:${port}`, result) : { kind: 'completed' };
  }

  /** What the device refused is asked again the next time. */
  async #keep(payload: JobPayload, { outputs }: CommandResult, begunAt: number): Promise<void> {
    const ticket = payload.kind === 'commands' ? payload.cache.run?.ticket : null;
    if (ticket == null) return;
    const origin = { device: deviceKey(payload.device), name: payload.device.name, at: begunAt };
    const good = outputs.filter(({ rejection }) => rejection === undefined);
    const masked = good.map((output) => ({
      ...output,
      output: this.#masks.forCache(output.platform ?? payload.device.driver, output.output),
    }));
    await this.#cache.keep(ticket, origin, masked);
  }

  async #insist(id: string, result: ConfigResult): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#store.put(id, result);
      } catch (error) {
        if (!(error instanceof StateUnavailableError)) throw error;
        if (tries === MOST_TRIES) {
          throw new JobOutcomeUnknownError(`the configuration was ${result.outcome}, but that could not be stored`);
        }
        await delay(AGAIN_AFTER_MS);
      }
    }
  }
}

function rejected(address: string, { refused }: ConfigResult): JobOutcome {
  const { line = 'a line', answer = '' } = refused ?? {};
  // A line of the caller's may hold a secret: its number says which one it is.
  const what = typeof line === 'number' ? `line ${line} of the configuration` : `"${line}"`;
  const error = new ConfigRejectedError(
    `${address} refused ${what} (${answer}); what was sent before may be in force: see the transcript`,
  );
  return { kind: 'failed', failure: toJobFailure(error) };
}
