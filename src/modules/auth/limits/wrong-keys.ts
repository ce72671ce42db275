import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { LimitsSettings } from '../../../config/groups/limits.settings.js';
import { ExpiringMap } from '../../../common/expiring-map.js';
import { RateLimitError } from './limits.errors.js';
import { addressKey } from './address-key.js';
import type { RequestCounter } from './request-counter.js';

const MINUTE_MS = 60_000;
/** Wrong keys that are remembered, over all addresses. */
const MAX_REMEMBERED = 100_000;

/**
 * Slows down whoever tries keys. Only different ones count: a program that goes on with a key that has ended keeps nobody out
 * who comes from the same address.
 */
export class WrongKeys {
  private readonly seen = new ExpiringMap<true>({ maxWeight: MAX_REMEMBERED, weightOf: () => 1 });

  constructor(
    private readonly limits: LimitsSettings,
    private readonly counter: RequestCounter,
  ) {}

  /** Throws `RateLimitError` for an address that has tried enough. */
  check({ ip }: FastifyRequest): void {
    if (this.limits.wrongKeys === 0) return;
    const { total, resetMs } = this.counter.read(keyOf(ip), MINUTE_MS);
    if (total < this.limits.wrongKeys) return;
    const message = 'your address has tried too many wrong keys or tokens (rate_limit_wrong_keys); try again later';
    throw new RateLimitError(message, Math.ceil(resetMs / 1_000));
  }

  /** Counts what a request tried to prove its caller by; nothing where it did not try. */
  note(request: FastifyRequest, headers: readonly string[]): void {
    const tried = [...headers, 'authorization'].map((header) => request.headers[header] ?? '').join('\n');
    if (tried.trim() === '') return;
    const digest = createHash('sha256').update(`${request.ip}\n${tried}`).digest('base64url');
    if (this.seen.get(digest) !== undefined) return;
    this.seen.set(digest, true, MINUTE_MS);
    this.counter.hit(keyOf(request.ip), MINUTE_MS, this.limits.wrongKeys);
  }
}

function keyOf(address: string): string {
  return `wrong:${addressKey(address)}`;
}
