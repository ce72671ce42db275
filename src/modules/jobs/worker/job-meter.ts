import type { Counter, Histogram } from 'prom-client';
import type { Metrics } from '../../../common/metrics/metrics.js';
import type { JobDelivery } from '../job-queue.port.js';

/** The times of one try. */
export interface MeasuredTry {
  /** A session is open and at its prompt. */
  loggedIn(): void;
  /** The work at the device is done, or has failed. */
  ended(): void;
}

/** Measures how long jobs wait, log in and run. */
export class JobMeter {
  readonly #queueWait: Histogram<'kind'>;
  readonly #login: Histogram;
  readonly #command: Histogram<'kind'>;
  readonly #job: Histogram<'kind'>;
  readonly #tries: Counter<'kind'>;
  readonly #sessions: Counter;

  constructor(metrics: Metrics) {
    const labels = ['kind'] as const;
    this.#queueWait = metrics.histogram({
      name: 'tom_queue_wait_seconds',
      help: 'From when a job was accepted to its first try.',
      labels,
    });
    this.#login = metrics.histogram({
      name: 'tom_login_seconds',
      help: 'From the start of a try to a session at its prompt; next to nothing where one was kept open.',
    });
    this.#command = metrics.histogram({
      name: 'tom_command_seconds',
      help: 'What a try took at the device once it had a session.',
      labels,
    });
    this.#job = metrics.histogram({
      name: 'tom_job_seconds',
      help: 'From when a job was accepted to the end of a try.',
      labels,
    });
    this.#tries = metrics.counter({ name: 'tom_job_tries_total', help: 'Tries begun.', labels });
    this.#sessions = metrics.counter({
      name: 'tom_sessions_used_total',
      help: 'Sessions given to jobs, new and kept ones.',
    });
  }

  /** A try of a job begins. */
  begin({ payload: { kind }, createdAt, attempts }: JobDelivery): MeasuredTry {
    const begunAt = performance.now();
    const waitedMs = Date.now() - createdAt;
    this.#tries.inc({ kind });
    if (attempts === 0) this.#queueWait.observe({ kind }, seconds(waitedMs));
    let loggedInAt: number | undefined;
    return {
      loggedIn: () => {
        this.#sessions.inc();
        loggedInAt ??= performance.now();
        this.#login.observe(seconds(loggedInAt - begunAt));
      },
      ended: () => {
        const now = performance.now();
        if (loggedInAt !== undefined) this.#command.observe({ kind }, seconds(now - loggedInAt));
        this.#job.observe({ kind }, seconds(waitedMs + now - begunAt));
      },
    };
  }
}

function seconds(ms: number): number {
  return Math.max(0, ms) / 1000;
}
