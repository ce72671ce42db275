import fc from 'fast-check';
import { newJobId, partitionOfJobId } from './job-id.js';

describe('a job id', () => {
  it('carries its partition and is a UUID of version 8', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), (partition) => {
        const id = newJobId(partition);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(partitionOfJobId(id)).toBe(partition);
      }),
    );
  });

  it('sorts by age', () => {
    const ids = [1_700_000_000_000, 1_700_000_000_001, 1_800_000_000_000].map((now) => newJobId(3, now));
    expect([...ids].sort()).toEqual(ids);
  });

  it('is never given twice', () => {
    const ids = Array.from({ length: 10_000 }, () => newJobId(1, 1_700_000_000_000));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(['', 'x', '0193f2a4-5b6c-7d7e-8f90-00010a1b2c3d', '0193f2a4-5b6c-8d7e-8f90-00010a1b2c3d/..'])(
    'is not "%s"',
    (text) => expect(partitionOfJobId(text)).toBeUndefined(),
  );
});
