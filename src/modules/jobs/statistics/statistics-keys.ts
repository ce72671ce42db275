/** Keys of the statistics of all jobs, in the shared store; one hash tag, so that an end is counted in one step. */
export const TOTALS = '{stats}:totals';
/** Ends by worker. */
export const WORKERS = '{stats}:workers';
/** Devices, by their ends. */
export const DEVICES = '{stats}:devices';
export const FAILURES = '{stats}:failures';

/** Ends of one worker, by `seriesField`. */
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

export function seriesField({ device, status, errorType }: Series): string {
  return JSON.stringify([device, status, errorType]);
}

export function seriesOf(field: string): Series {
  const [device = '', status = '', errorType = ''] = JSON.parse(field) as string[];
  return { device, status, errorType };
}
