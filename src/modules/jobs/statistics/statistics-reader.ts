import type { LogEntry, SharedState } from '../../state/shared-state.port.js';
import type { JobStatus } from '../job.types.js';
import type { LoggedFailure } from './failure.types.js';
import {
  deviceFailuresKey,
  deviceStatsKey,
  DEVICES,
  FAILURES,
  seriesKey,
  seriesOf,
  TOTALS,
  workerKey,
  WORKERS,
  type Series,
} from './statistics-keys.js';

/** How jobs ended. */
export interface EndCounts {
  readonly complete: number;
  readonly failed: number;
  readonly aborted: number;
}

export interface DeviceCounts extends EndCounts {
  readonly device: string;
  readonly errors: Readonly<Record<string, number>>;
  /** Mean time from when a job was accepted to its end, in milliseconds. */
  readonly meanMs: number;
}

export interface WorkerCounts extends EndCounts {
  readonly worker: string;
}

export interface KeptFailure extends LoggedFailure {
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface WorkerSeries extends Series {
  readonly worker: string;
  readonly count: number;
}

/** Reads what `JobStatistics` counts. Every method rejects with `StateUnavailableError`. */
export class StatisticsReader {
  readonly #state: SharedState;

  constructor(state: SharedState) {
    this.#state = state;
  }

  async totals(): Promise<EndCounts> {
    return countsOf(await this.#state.getFields(TOTALS));
  }

  /**
   * Ends of workers by device, status and error type: `limit` series at most, of each worker those with the most ends. What workers with
   * few series leave goes to the others. Hardly more is read than is given.
   */
  async series(limit: number): Promise<WorkerSeries[]> {
    let open = await this.#workers();
    const series: WorkerSeries[] = [];
    for (let skip = 0; open.length > 0 && series.length < limit;) {
      const share = Math.ceil((limit - series.length) / open.length);
      const parts = await Promise.all(open.map((worker) => this.#seriesOf(worker, share, skip)));
      series.push(...parts.flat());
      open = open.filter((_, index) => parts[index]?.length === share);
      skip += share;
    }
    return series.slice(0, limit);
  }

  async workers(): Promise<WorkerCounts[]> {
    const workers = await this.#workers();
    return Promise.all(
      workers.map(async (worker) => ({ worker, ...countsOf(await this.#state.getFields(workerKey(worker))) })),
    );
  }

  /** The devices with the most ends. */
  async busiest(limit: number): Promise<DeviceCounts[]> {
    const ranking = await this.#state.ranking(DEVICES, limit);
    return Promise.all(ranking.map(({ member }) => this.device(member)));
  }

  async device(device: string): Promise<DeviceCounts> {
    const fields = await this.#state.getFields(deviceStatsKey(device));
    const counts = countsOf(fields);
    const ends = counts.complete + counts.failed + counts.aborted;
    const errors = Object.entries(fields).flatMap(([field, count]) =>
      field.startsWith('error:') ? [[field.slice('error:'.length), Number(count)] as const] : [],
    );
    const meanMs = ends === 0 ? 0 : Number(fields.took_ms ?? 0) / ends;
    return { device, ...counts, errors: Object.fromEntries(errors), meanMs };
  }

  /** The latest failures, the newest first, of a device or of all. */
  async failures(limit: number, device?: string): Promise<KeptFailure[]> {
    const entries = await this.#state.readLog(device === undefined ? FAILURES : deviceFailuresKey(device), limit);
    return entries.map(failureOf);
  }

  /** Workers of which anything is kept. */
  async #workers(): Promise<string[]> {
    const workers = Object.keys(await this.#state.getFields(WORKERS));
    const kept = await Promise.all(workers.map((worker) => this.#isKept(worker)));
    return workers.filter((_, index) => kept[index]);
  }

  async #isKept(worker: string): Promise<boolean> {
    const [best] = await this.#state.ranking(seriesKey(worker), 1);
    if (best === undefined) await this.#state.deleteField(WORKERS, worker);
    return best !== undefined;
  }

  async #seriesOf(worker: string, limit: number, skip: number): Promise<WorkerSeries[]> {
    const ranking = await this.#state.ranking(seriesKey(worker), limit, skip);
    return ranking.map(({ member, score }) => ({ worker, ...seriesOf(member), count: score }));
  }
}

function failureOf({ at, value }: LogEntry): KeptFailure {
  return { at, ...(JSON.parse(value) as LoggedFailure) };
}

function countsOf(fields: Readonly<Record<string, string | number>>): EndCounts {
  const count = (status: JobStatus): number => Number(fields[status] ?? 0);
  return { complete: count('COMPLETE'), failed: count('FAILED'), aborted: count('ABORTED') };
}
