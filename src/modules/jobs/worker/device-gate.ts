import { DeviceBusyError } from '../jobs.errors.js';
import { LONGEST_TIMER_MS } from '../longest-timer.js';
import { FifoSemaphore, type Release } from './fifo-semaphore.js';

export interface GateOptions {
  /** How long to wait at most, in milliseconds. */
  readonly maxWaitMs: number;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/** Lets a limited number of jobs at each device, in order of arrival. Waiting for one device concerns no other. */
export class DeviceGate {
  readonly #slotsPerDevice: number;
  readonly #devices = new Map<string, FifoSemaphore>();

  constructor(slotsPerDevice: number) {
    this.#slotsPerDevice = slotsPerDevice;
  }

  /** Number of devices somebody is at, or waits for. */
  get busyDevices(): number {
    return this.#devices.size;
  }

  /**
   * Enters at a device; the function it gives leaves again. Rejects with `DeviceBusyError` when the wait is over
   * without a turn, with the signal's reason when that is aborted.
   */
  async enter(device: string, { maxWaitMs, signal }: GateOptions): Promise<Release> {
    signal.throwIfAborted();
    const semaphore = this.#devices.get(device) ?? new FifoSemaphore(this.#slotsPerDevice);
    this.#devices.set(device, semaphore);
    const release = await this.#turn(device, semaphore, { maxWaitMs, signal });
    return () => {
      release();
      if (semaphore.isIdle && this.#devices.get(device) === semaphore) this.#devices.delete(device);
    };
  }

  async #turn(device: string, semaphore: FifoSemaphore, { maxWaitMs, signal }: GateOptions): Promise<Release> {
    if (semaphore.taken < this.#slotsPerDevice) return semaphore.acquire(signal);
    const late = new AbortController();
    const ahead = semaphore.taken + semaphore.waiting;
    const onLate = (): void => late.abort(busyError(device, maxWaitMs, ahead));
    const timer = setTimeout(onLate, Math.min(maxWaitMs, LONGEST_TIMER_MS)).unref();
    try {
      return await semaphore.acquire(AbortSignal.any([signal, late.signal]));
    } finally {
      clearTimeout(timer);
    }
  }
}

function busyError(device: string, maxWaitMs: number, ahead: number): DeviceBusyError {
  const others = ahead === 1 ? 'one other job' : `${ahead} other jobs`;
  return new DeviceBusyError(
    `waited ${maxWaitMs / 1000} s for device ${device} behind ${others}; try again later, or raise max_queue_wait`,
  );
}
