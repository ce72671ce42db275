import fc from 'fast-check';
import { CircuitBreaker, type BreakerEntry } from './circuit-breaker.js';

const LIMITS = { threshold: 5, cooldownMs: 30_000 };

describe('CircuitBreaker', () => {
  const breaker = new CircuitBreaker(LIMITS);

  function afterFailures(count: number, now = 0): BreakerEntry | undefined {
    let entry: BreakerEntry | undefined;
    for (let index = 0; index < count; index++) entry = breaker.afterFailure(entry, 'refused', now);
    return entry;
  }

  it('stays closed until so many connections have failed in a row', () => {
    expect(breaker.verdict(undefined, 0)).toBe('closed');
    expect(breaker.verdict(afterFailures(4), 0)).toBe('closed');
    expect(breaker.verdict(afterFailures(5), 0)).toBe('open');
  });

  it('lets a probe through after the wait, which doubles with each that fails', () => {
    const waits = [5, 6, 7, 8, 9, 10, 20].map((count) => afterFailures(count)?.openUntil);
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 480_000, 480_000]);
    expect([29_999, 30_000].map((now) => breaker.verdict(afterFailures(5), now))).toEqual(['open', 'probe']);
  });

  it('never opens with a threshold of 0', () => {
    const off = new CircuitBreaker({ ...LIMITS, threshold: 0 });
    let entry: BreakerEntry | undefined;
    for (let index = 0; index < 100; index++) entry = off.afterFailure(entry, 'refused', 0);
    expect(off.verdict(entry, 0)).toBe('closed');
  });

  it('is never stuck, and never tries a dead device more often than its waits allow', () => {
    const waits = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 60_000 }),
        waits,
        (threshold, cooldownMs, steps) => {
          const tested = new CircuitBreaker({ threshold, cooldownMs });
          let entry: BreakerEntry | undefined;
          let now = 0;
          let tries = 0;
          for (const step of steps) {
            now += step;
            if (tested.verdict(entry, now) === 'open') continue;
            tries++;
            entry = tested.afterFailure(entry, 'refused', now);
          }
          expect(tries).toBeLessThanOrEqual(threshold + Math.floor(now / cooldownMs));
          expect(tested.verdict(entry, now + cooldownMs * 16)).not.toBe('open');
        },
      ),
    );
  });
});
