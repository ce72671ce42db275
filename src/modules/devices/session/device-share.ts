import type { Lease } from '../../state/shared-state.port.js';

/** What this worker has of a device's sessions. */
export class DeviceShare {
  /** Places among the device's sessions, held in the shared store. */
  readonly leases: Lease[] = [];
  /** Jobs that ask for one. */
  asking = 0;
  /** Jobs that hold one. */
  jobs = 0;
  /** Connections that are open. */
  connections = 0;
  /** Until when another worker waits for one, in milliseconds since the epoch. */
  wantedUntil = 0;

  get hasFree(): boolean {
    return this.leases.length > this.jobs;
  }

  /** A lease that neither a job nor a connection needs, taken out. */
  takeSurplus(): Lease | undefined {
    return this.leases.length > Math.max(this.jobs, this.connections) ? this.leases.pop() : undefined;
  }

  get isIdle(): boolean {
    return this.leases.length === 0 && this.asking + this.jobs + this.connections === 0;
  }
}
