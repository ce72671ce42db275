import fc from 'fast-check';
import { JOB_ERROR_TYPES } from '../../../common/tom-error.js';
import { retryDelayMs } from './retry-policy.js';

describe('retryDelayMs', () => {
  it.each(['network', 'timeout'] as const)('tries again after a %s error while tries are left', (type) => {
    expect(retryDelayMs({ type, attempts: 1, retries: 3 })).not.toBeNull();
    expect(retryDelayMs({ type, attempts: 2, retries: 3 })).not.toBeNull();
    expect(retryDelayMs({ type, attempts: 3, retries: 3 })).toBeNull();
  });

  it.each(JOB_ERROR_TYPES.filter((type) => type !== 'network' && type !== 'timeout'))(
    'never repeats a job after %s',
    (type) => {
      expect(retryDelayMs({ type, attempts: 1, retries: 10 })).toBeNull();
    },
  );

  it('doubles the delay up to a limit, and spreads it', () => {
    const delays = (random: number): (number | null)[] =>
      [1, 2, 3, 10].map((attempts) => retryDelayMs({ type: 'network', attempts, retries: 20 }, random));
    expect(delays(0)).toEqual([500, 1_000, 2_000, 15_000]);
    expect(delays(1)).toEqual([250, 500, 1_000, 7_500]);
  });

  it('gives a delay that a timer takes, whatever the numbers', () => {
    const number = fc.integer({ min: 0, max: 2 ** 31 });
    fc.assert(
      fc.property(number, number, (attempts, retries) => {
        const delay = retryDelayMs({ type: 'timeout', attempts, retries });
        expect(delay === null ? attempts >= retries : delay > 0 && delay <= 15_000).toBe(true);
      }),
    );
  });
});
