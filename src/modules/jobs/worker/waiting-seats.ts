/** How many jobs may wait in memory. */
export interface SeatLimits {
  /** For one device. */
  readonly perDevice: number;
  /** For all devices of a partition: fewer than it has in hand at a time, so that there is room for jobs that need not wait. */
  readonly perPartition: number;
}

/** The places of jobs that wait in memory for their devices. */
export class WaitingSeats {
  readonly #limits: SeatLimits;
  readonly #taken = new Map<number, number>();

  constructor(limits: SeatLimits) {
    this.#limits = limits;
  }

  get perDevice(): number {
    return this.#limits.perDevice;
  }

  /** Seats taken in all partitions. */
  get taken(): number {
    return [...this.#taken.values()].reduce((sum, taken) => sum + taken, 0);
  }

  /** Takes a seat; false when there is none. */
  take(partition: number): boolean {
    if ((this.#taken.get(partition) ?? 0) >= this.#limits.perPartition) return false;
    this.squeezeIn(partition);
    return true;
  }

  /** Takes a seat whether there is one or not. */
  squeezeIn(partition: number): void {
    this.#taken.set(partition, (this.#taken.get(partition) ?? 0) + 1);
  }

  release(partition: number): void {
    const left = (this.#taken.get(partition) ?? 0) - 1;
    if (left > 0) this.#taken.set(partition, left);
    else this.#taken.delete(partition);
  }
}
