/** Keys of the statistics of all jobs, in the shared store; one hash tag, so that an end is counted in one step. */
export const TOTALS = '{stats}:totals';
/** Ends by worker. */
export const WORKERS = '{stats}:workers';
/** Devices, by their ends. */
export const DEVICES = '{stats}:devices';

/** How long one ranking of busy devices counts. */
const BUSY_WINDOW_MS = 3_600_000;
/** It is read until the next one is complete. */
export const BUSY_KEPT_MS = 2 * BUSY_WINDOW_MS;

/** Devices, by their ends in the hour of a time (milliseconds since the epoch), or in the hour before. */
export function busyKey(at: number, hoursBefore = 0): string {
  return `{stats}:busy:${Math.floor(at / BUSY_WINDOW_MS) - hoursBefore}`;
}

export const FAILURES = '{stats}:failures';

/** Ends of one worker, by `seriesMember`. */
export function seriesKey(worker: string): string {
  return `{stats}:series:${worker}`;
}

/** Ends of one worker, by status. */
export function workerKey(worker: string): string {
  return `{stats}:worker:${worker}`;
}

/** Ends of one device: by status, by error type, and how long they took. */
export function deviceStatsKey(device: string): string {
  return `{stats}:device:${device}`;
}

export function deviceFailuresKey(device: string): string {
  return `{stats}:failures:${device}`;
}

/** What the ends of a worker are told apart by. */
export interface Series {
  /** Name, `host:port`, or what stands for several. */
  readonly device: string;
  readonly status: string;
  /** Empty for jobs that ended well. */
  readonly errorType: string;
}

export function seriesMember({ device, status, errorType }: Series): string {
  return JSON.stringify([device, status, errorType]);
}

export function seriesOf(member: string): Series {
  const [device = '', status = '', errorType = ''] = JSON.parse(member) as string[];
  return { device, status, errorType };
}
