import type { HealthStatus } from '../../common/health/health-registry.js';

/** Jobs of one device. */
export interface DeviceLoad {
  /** `host:port`. */
  readonly device: string;
  /** Those at the device, and those in its line. */
  readonly jobs: number;
}

/** What a worker has to do. */
export interface WorkerLoad {
  /** Devices that a job is at, or waits for. */
  readonly busyDevices: number;
  /** Sessions that are open, in use or kept. */
  readonly openSessions: number;
  /** The devices with the most jobs. */
  readonly devices: readonly DeviceLoad[];
}

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
  readonly load: WorkerLoad;
  /** How its parts are, by name. */
  readonly health: Readonly<Record<string, HealthStatus>>;
}

/** A worker as others see it. */
export interface SeenWorker {
  readonly report: WorkerReport;
  /** Whether it has given a sign of life lately; told by the clock of the shared store. */
  readonly isLive: boolean;
}
