import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { maskSecrets } from '../../../common/mask-secrets.js';
import { errorMessage } from '../../../common/tom-error.js';
import type { SharedState, Tally } from '../../state/shared-state.port.js';
import type { EndingJob } from '../job-endings.port.js';
import { statusOfEnd, type JobDevice } from '../job.types.js';
import type { DeviceLabels } from './device-labels.js';
import type { LoggedFailure } from './failure.types.js';
import {
  BUSY_KEPT_MS,
  busyKey,
  deviceFailuresKey,
  deviceStatsKey,
  DEVICES,
  FAILURES,
  seriesKey,
  seriesMember,
  TOTALS,
  workerKey,
  WORKERS,
} from './statistics-keys.js';

/** Statistics of what is not used any more are forgotten after a week. */
const KEPT_MS = 7 * 86_400_000;
/** A job whose worker is lost on the way to its end is run again within this time. */
const ONCE_MS = 15 * 60_000;
const MOST_FAILURES = 5_000;
const MOST_FAILURES_PER_DEVICE = 50;
/** How long a store that is away is waited for. */
const AGAIN_AFTER_MS = 1_000;
const MOST_TRIES = 60;

/** What a device is called in statistics: its inventory name, or its address. */
export function statisticsName({ name, host, port }: JobDevice): string {
  return name ?? `${host.toLowerCase()}:${port}`;
}

/** Counts how jobs end, each once, and logs a line for each. */
export class JobStatistics {
  readonly #logger = new Logger('Jobs');
  readonly #state: SharedState;
  readonly #labels: DeviceLabels;
  readonly #process: string;

  /** @param process names this process among all */
  constructor(state: SharedState, labels: DeviceLabels, process: string) {
    this.#state = state;
    this.#labels = labels;
    this.#process = process;
  }

  /** Resolves when the job is counted, or the store is away: then it is counted later, and nobody waits for it. Never rejects. */
  async count(job: EndingJob): Promise<void> {
    const tally = this.#tallyOf(job);
    try {
      await this.#add(job, tally);
    } catch {
      void this.#addLater(job, tally);
    }
  }

  async #add(job: EndingJob, tally: Tally): Promise<void> {
    if (await this.#state.tally(tally)) this.#log(job);
  }

  async #addLater(job: EndingJob, tally: Tally): Promise<void> {
    for (let tries = 2; tries <= MOST_TRIES; tries++) {
      await delay(AGAIN_AFTER_MS, undefined, { ref: false });
      try {
        await this.#add(job, tally);
        return;
      } catch (error) {
        if (tries === MOST_TRIES) this.#logger.warn(`job ${job.id} is not counted: ${errorMessage(error)}`);
      }
    }
  }

  #tallyOf({ id, payload, failure, attempts, createdAt }: EndingJob): Tally {
    const device = statisticsName(payload.device);
    const status = statusOfEnd(failure);
    const errorType = failure?.type ?? '';
    const series = seriesMember({ device: this.#labels.labelOf(device), status, errorType });
    const deviceKey = deviceStatsKey(device);
    const took = Date.now() - createdAt;
    const failed = JSON.stringify(this.#failureOf({ id, payload, failure, attempts, createdAt }));
    return {
      once: `{stats}:counted:${id}`,
      onceMs: ONCE_MS,
      counters: [
        { key: TOTALS, field: status },
        { key: WORKERS, field: this.#process },
        { key: workerKey(this.#process), field: status },
        { key: deviceKey, field: status },
        { key: deviceKey, field: 'took_ms', by: Math.max(0, took) },
        ...(failure === null ? [] : [{ key: deviceKey, field: `error:${errorType}` }]),
      ],
      scores: [
        { key: DEVICES, member: device },
        { key: busyKey(Date.now()), member: device, ttlMs: BUSY_KEPT_MS },
        { key: seriesKey(this.#process), member: series },
      ],
      logs:
        failure === null
          ? []
          : [
              { key: FAILURES, value: failed, maxEntries: MOST_FAILURES },
              { key: deviceFailuresKey(device), value: failed, maxEntries: MOST_FAILURES_PER_DEVICE },
            ],
      ttlMs: KEPT_MS,
    };
  }

  #failureOf({ id, payload, failure, attempts }: EndingJob): LoggedFailure {
    const { credential, device } = payload;
    return {
      device: statisticsName(device),
      // Lines of configuration may hold secrets.
      command: payload.kind === 'commands' ? maskSecrets(payload.commands.join('\n')).slice(0, 500) : 'configuration',
      errorType: failure?.type ?? '',
      error: failure?.message ?? '',
      jobId: id,
      worker: this.#process,
      credentialId: credential.type === 'stored' ? credential.credentialId : null,
      attempts,
    };
  }

  #log({ id, payload, failure, attempts, createdAt }: EndingJob): void {
    const status = statusOfEnd(failure);
    const { name, host, port } = payload.device;
    this.#logger.log(`job ${status}`, {
      jobId: id,
      requestId: payload.requestId ?? undefined,
      device: name ?? undefined,
      address: `${host}:${port}`,
      status,
      errorType: failure?.type,
      error: failure?.message,
      attempts,
      ms: Date.now() - createdAt,
    });
  }
}
