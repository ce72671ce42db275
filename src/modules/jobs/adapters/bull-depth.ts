import type Bull from 'bull';
import type { DepthLimits, QueueDepth } from '../job-queue.port.js';
import type { JobPayload } from '../job.types.js';
import { DeviceQueueFullError, QueueFullError } from '../jobs.errors.js';
import type { BullIndex } from './bull-index.js';
import { DeviceDepth } from './device-depth.js';

/** How old the count of all jobs may be. */
const RECOUNT_MS = 1_000;

/**
 * The unfinished jobs in Redis. Counts are taken from what Redis said last and what this process has added since, so that no
 * accepted job waits for one; only past a limit is one asked for first.
 */
export class BullDepth {
  readonly #queues: readonly Bull.Queue<JobPayload>[];
  readonly #limits: DepthLimits;
  readonly #index: BullIndex;
  readonly #devices = new Map<string, DeviceDepth>();
  #total = 0;
  #countedAt = 0;
  /** Jobs added by this process. */
  #added = 0;

  /** @param index where a job is entered as it is counted */
  constructor(queues: readonly Bull.Queue<JobPayload>[], limits: DepthLimits, index: BullIndex) {
    this.#queues = queues;
    this.#limits = limits;
    this.#index = index;
  }

  /** Counts a new job and has it listed, or throws when there is no room for it. To be called right before the job is added. */
  async add(queue: Bull.Queue<JobPayload>, device: string, id: string): Promise<void> {
    const { maxQueueDepth, maxQueueDepthPerDevice } = this.#limits;
    const depth = this.#devices.get(device) ?? new DeviceDepth(queue, device);
    this.#devices.set(device, depth);
    if (depth.value >= maxQueueDepthPerDevice && (await depth.recount()) >= maxQueueDepthPerDevice)
      throw new DeviceQueueFullError(device, maxQueueDepthPerDevice);
    const counting = this.#recountWhenDue();
    if (this.#total >= maxQueueDepth) await counting;
    if (this.#total >= maxQueueDepth) throw new QueueFullError(maxQueueDepth);
    this.#total++;
    this.#added++;
    void depth.add(id, this.#index).then(() => {
      // Who is far from the limit is not worth the memory.
      if (!depth.isCounting && depth.value * 2 < maxQueueDepthPerDevice) this.#devices.delete(device);
    });
  }

  /** Never rejects: while Redis is away the job itself is refused. */
  async #recountWhenDue(): Promise<void> {
    if (this.#countedAt + RECOUNT_MS > Date.now()) return;
    this.#countedAt = Date.now();
    const addedBefore = this.#added;
    try {
      const counts = await Promise.all(this.#queues.map((queue) => countOf(queue)));
      this.#total = counts.reduce((sum, count) => sum + count, this.#added - addedBefore);
    } catch {
      this.#countedAt = 0;
    }
  }
}

async function countOf(queue: Bull.Queue<JobPayload>): Promise<number> {
  const { waiting, active, delayed } = await depthOf(queue);
  return waiting + active + delayed;
}

/** The unfinished jobs of a queue. */
export async function depthOf(queue: Bull.Queue<JobPayload>): Promise<Omit<QueueDepth, 'queue'>> {
  const [waiting, active, delayed] = await Promise.all([
    queue.client.llen(queue.toKey('wait')),
    queue.client.llen(queue.toKey('active')),
    queue.client.zcard(queue.toKey('delayed')),
  ]);
  return { waiting, active, delayed };
}
