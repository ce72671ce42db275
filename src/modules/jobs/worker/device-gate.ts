import { DeviceLine, type Admission, type Visit } from './device-line.js';
import { WaitingSeats, type SeatLimits } from './waiting-seats.js';

const SEATS: SeatLimits = { perDevice: 32, perPartition: 160 };

/**
 * Lets a limited number of jobs at each device, in order of arrival. Waiting for one device concerns no other: who cannot wait
 * in memory is parked.
 */
export class DeviceGate {
  readonly #lines = new Map<string, DeviceLine>();
  readonly #seats: WaitingSeats;

  constructor(limits = SEATS) {
    this.#seats = new WaitingSeats(limits);
  }

  /** Number of devices somebody is at, or waits for. */
  get busyDevices(): number {
    return this.#lines.size;
  }

  /** Jobs that wait in memory, and places kept for those who were called. */
  get waiting(): number {
    return this.#seats.taken;
  }

  /** The devices with the most jobs, at them or in their lines. */
  longest(limit: number): { readonly device: string; readonly jobs: number }[] {
    const lines = [...this.#lines].map(([device, line]) => ({ device, jobs: line.jobs }));
    return lines.sort((a, b) => b.jobs - a.jobs).slice(0, limit);
  }

  /** As `DeviceLine.enter`. */
  async enter(device: string, visit: Visit): Promise<Admission> {
    return this.#line(device).enter(visit);
  }

  /** Jobs before one that waits for the device; `undefined` when it does not wait here. */
  ahead(device: string, id: string): number | undefined {
    return this.#lines.get(device)?.ahead(id);
  }

  #line(device: string): DeviceLine {
    const known = this.#lines.get(device);
    if (known !== undefined) return known;
    const line = new DeviceLine(device, this.#seats, () => this.#lines.delete(device));
    this.#lines.set(device, line);
    return line;
  }
}
