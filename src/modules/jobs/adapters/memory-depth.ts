import type { DepthLimits } from '../job-queue.port.js';
import { DeviceQueueFullError, QueueFullError } from '../jobs.errors.js';

/** The unfinished jobs of this process, by device. */
export class MemoryDepth {
  readonly #limits: DepthLimits;
  readonly #byDevice = new Map<string, number>();
  #total = 0;

  constructor(limits: DepthLimits) {
    this.#limits = limits;
  }

  get total(): number {
    return this.#total;
  }

  /** Counts a new job, or throws when there is no room for it. */
  add(device: string): void {
    const { maxQueueDepth, maxQueueDepthPerDevice } = this.#limits;
    const depth = this.#byDevice.get(device) ?? 0;
    if (depth >= maxQueueDepthPerDevice) throw new DeviceQueueFullError(device, maxQueueDepthPerDevice);
    if (this.#total >= maxQueueDepth) throw new QueueFullError(maxQueueDepth);
    this.#byDevice.set(device, depth + 1);
    this.#total++;
  }

  remove(device: string): void {
    const left = (this.#byDevice.get(device) ?? 0) - 1;
    if (left > 0) this.#byDevice.set(device, left);
    else this.#byDevice.delete(device);
    this.#total--;
  }
}
