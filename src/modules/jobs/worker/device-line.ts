import { DeviceBusyError } from '../jobs.errors.js';
import { LONGEST_TIMER_MS } from '../longest-timer.js';
import type { ParkedPlace } from '../parked-place.js';
import type { Release } from './fifo-semaphore.js';
import type { WaitingSeats } from './waiting-seats.js';

/** A job that wants to a device. */
export interface Visit {
  readonly id: string;
  /** Partition of the job: the seats of jobs that wait in memory are counted by it. */
  readonly partition: number;
  /** Jobs that may be at the device for this one to join them, itself included. */
  readonly maxInside: number;
  /** Since when the job has been waiting, over earlier parkings; `null` when it comes anew. Milliseconds since the epoch. */
  readonly waitingSince: number | null;
  /** How long it may wait in all, in milliseconds. */
  readonly maxWaitMs: number;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/** What became of a visit: the job is at the device until it leaves, or it has a place in the line and is to be parked. */
export type Admission =
  { readonly kind: 'entered'; readonly leave: Release } | { readonly kind: 'parked'; readonly place: ParkedPlace };

interface Waiting {
  readonly visit: Visit;
  readonly enter: () => void;
}

interface Parked {
  readonly partition: number;
  readonly maxInside: number;
  readonly call: () => void;
  isCalled: boolean;
}

/** The line at one device, in order of arrival: first those who wait here, then those who are parked. */
export class DeviceLine {
  readonly #device: string;
  readonly #seats: WaitingSeats;
  readonly #onIdle: () => void;
  readonly #waiting = new Set<Waiting>();
  readonly #parked = new Map<string, Parked>();
  #inside = 0;
  /** Parked jobs that were called and have not come yet: the first ones of `#parked`. */
  #called = 0;

  /** @param onIdle is told when nobody is at the device and nobody waits for it */
  constructor(device: string, seats: WaitingSeats, onIdle: () => void) {
    this.#device = device;
    this.#seats = seats;
    this.#onIdle = onIdle;
  }

  /** Jobs at the device and in its line. */
  get jobs(): number {
    return this.#inside + this.#waiting.size + this.#parked.size;
  }

  /** Jobs that wait in memory. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Jobs that are parked, those who were called included. */
  get parked(): number {
    return this.#parked.size;
  }

  /** Rejects with `DeviceBusyError` when the wait is over without a turn, with the signal's reason when that is aborted. */
  async enter(visit: Visit): Promise<Admission> {
    const ahead = this.#ahead(visit.id);
    const isBack = this.#comeBack(visit.id);
    if (visit.signal.aborted) return this.#turnAway(visit.signal.reason as Error);
    if (!isBack && this.#parked.size > 0) return this.#park(visit);
    if (this.#waiting.size === 0 && this.#inside < visit.maxInside) return this.#admit();
    const waitUntil = endOf(visit);
    if (waitUntil <= Date.now()) return this.#turnAway(this.#busy(visit, ahead));
    const hasSeat = this.#waiting.size < this.#seats.perDevice && this.#seats.take(visit.partition);
    if (!hasSeat && !isBack) return this.#park(visit);
    if (!hasSeat) this.#seats.squeezeIn(visit.partition);
    await this.#turn(visit, waitUntil);
    return { kind: 'entered', leave: this.#leaveOnce() };
  }

  /** Jobs before one that waits or is parked; `undefined` for every other one. */
  ahead(id: string): number | undefined {
    const index = [...this.#waiting].findIndex(({ visit }) => visit.id === id);
    if (index >= 0) return this.#inside + index;
    return this.#parked.has(id) ? this.#ahead(id) : undefined;
  }

  #turnAway(error: Error): never {
    this.#moveUp();
    throw error;
  }

  #admit(): Admission {
    this.#inside++;
    this.#moveUp();
    return { kind: 'entered', leave: this.#leaveOnce() };
  }

  /** Waits in memory; holds a seat meanwhile. */
  #turn(visit: Visit, waitUntil: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = (error: Error): void => {
        const ahead = this.#inside + [...this.#waiting].indexOf(waiting);
        end();
        this.#moveUp();
        reject(error instanceof Late ? this.#busy(visit, ahead) : error);
      };
      const onAbort = (): void => giveUp(visit.signal.reason as Error);
      const timer = setTimeout(() => giveUp(new Late()), Math.min(waitUntil - Date.now(), LONGEST_TIMER_MS)).unref();
      const end = (): void => {
        clearTimeout(timer);
        visit.signal.removeEventListener('abort', onAbort);
        this.#waiting.delete(waiting);
        this.#seats.release(visit.partition);
      };
      const enter = (): void => {
        end();
        resolve();
      };
      const waiting: Waiting = { visit, enter };
      visit.signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(waiting);
    });
  }

  #leaveOnce(): Release {
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      this.#inside--;
      this.#moveUp();
    };
  }

  /** Lets in who may come in, and calls from the parked ones who may come near. */
  #moveUp(): void {
    for (const { visit, enter } of this.#waiting) {
      if (this.#inside >= visit.maxInside) break;
      this.#inside++;
      enter();
    }
    this.#callParked();
    if (this.#inside === 0 && this.#waiting.size === 0 && this.#parked.size === 0) this.#onIdle();
  }

  #park(visit: Visit): Admission {
    let call = (): void => undefined;
    const called = new Promise<void>((resolve) => (call = resolve));
    const { id, partition, maxInside, maxWaitMs } = visit;
    const parked: Parked = { partition, maxInside, call, isCalled: false };
    this.#parked.set(id, parked);
    const waitingSince = visit.waitingSince ?? Date.now();
    const drop = (): void => {
      if (this.#parked.get(id) !== parked) return;
      this.#comeBack(id);
      this.#moveUp();
    };
    // A call may follow at once, for a device that has just become free.
    this.#callParked();
    return { kind: 'parked', place: { waitingSince, waitUntil: waitingSince + maxWaitMs, called, drop } };
  }

  /** Calls the next of the parked, many at a time, once all who were called before have come: so they come in their order. */
  #callParked(): void {
    if (this.#called > 0 || this.#waiting.size > this.#seats.perDevice / 2) return;
    for (const parked of this.#parked.values()) {
      if (!this.#hasRoomFor(parked)) return;
      parked.isCalled = true;
      this.#called++;
      parked.call();
    }
  }

  #hasRoomFor({ partition, maxInside }: Parked): boolean {
    const near = this.#waiting.size + this.#called;
    if (near < this.#seats.perDevice && this.#seats.take(partition)) return true;
    // Without a seat one can still go straight in.
    const isNext = near === 0 && this.#inside < maxInside;
    if (isNext) this.#seats.squeezeIn(partition);
    return isNext;
  }

  /** Takes a job out of the parked ones; false when it was none. Its seat, where it was called, is free again. */
  #comeBack(id: string): boolean {
    const parked = this.#parked.get(id);
    if (parked === undefined) return false;
    this.#parked.delete(id);
    if (parked.isCalled) {
      this.#called--;
      this.#seats.release(parked.partition);
    }
    return true;
  }

  /** Jobs before a job that comes, or that was parked. */
  #ahead(id: string): number {
    let parkedBefore = 0;
    if (this.#parked.has(id)) {
      for (const other of this.#parked.keys()) {
        if (other === id) break;
        parkedBefore++;
      }
    }
    return this.#inside + this.#waiting.size + parkedBefore;
  }

  #busy({ maxWaitMs }: Visit, ahead: number): DeviceBusyError {
    const others = ahead === 1 ? 'one other job' : `${ahead} other jobs`;
    return new DeviceBusyError(
      `waited ${maxWaitMs / 1000} s for device ${this.#device} behind ${others}; try again later, or raise max_queue_wait`,
    );
  }
}

/** A job's wait is over. */
class Late extends Error {}

function endOf({ waitingSince, maxWaitMs }: Visit): number {
  return (waitingSince ?? Date.now()) + maxWaitMs;
}
