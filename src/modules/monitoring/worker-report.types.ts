import type { HealthStatus } from '../../common/health/health-registry.js';

/** What a worker says of itself, every few seconds. */
export interface WorkerReport {
  readonly id: string;
  readonly hostname: string;
  readonly pid: number;
  readonly version: string;
  /** Milliseconds since the epoch, by the worker's clock. */
  readonly startedAt: number;
  /** When it said so, in the same way. */
  readonly at: number;
  /** How its parts are, by name. */
  readonly health: Readonly<Record<string, HealthStatus>>;
}

/** A worker as others see it. */
export interface SeenWorker {
  readonly report: WorkerReport;
  /** Whether it has given a sign of life lately; told by the clock of the shared store. */
  readonly isLive: boolean;
}
