import type { ThrottlerStorage } from '@nestjs/throttler';
import type { RequestCounter } from './request-counter.js';

type StorageRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** Lets the throttler count with our counter. */
export class CounterThrottlerStorage implements ThrottlerStorage {
  constructor(private readonly counter: RequestCounter) {}

  async increment(key: string, ttlMs: number, limit: number): Promise<StorageRecord> {
    const { total, resetMs } = this.counter.hit(key, ttlMs, limit);
    const seconds = Math.ceil(resetMs / 1_000);
    return { totalHits: total, timeToExpire: seconds, isBlocked: total > limit, timeToBlockExpire: seconds };
  }
}
