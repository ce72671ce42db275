import fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/scale.js';
import { partitionsOf } from './partition-assignment.js';

const workers = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 12 });
const count = fc.integer({ min: 1, max: 128 });

function ownersOf(alive: readonly string[], partitions: number): string[] {
  const owners: string[] = [];
  for (const worker of alive) for (const each of partitionsOf(worker, alive, partitions)) owners[each] = worker;
  return owners;
}

describe('partitionsOf', () => {
  it('gives every partition to exactly one worker, in whichever order the workers are known', () => {
    fc.assert(
      fc.property(workers, count, (alive, partitions) => {
        const shares = alive.map((worker) => partitionsOf(worker, [...alive].reverse(), partitions));
        expect(shares.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: partitions }, (_, each) => each));
      }),
      propertyRuns(2_000),
    );
  });

  it('moves no partition but those of the worker that comes or goes', () => {
    fc.assert(
      fc.property(workers, count, fc.string({ minLength: 31, maxLength: 40 }), (alive, partitions, newcomer) => {
        const before = ownersOf(alive, partitions);
        const after = ownersOf([...alive, newcomer], partitions);
        after.forEach((owner, partition) => expect([before[partition], newcomer]).toContain(owner));
      }),
      propertyRuns(2_000),
    );
  });

  it('spreads partitions over workers', () => {
    const alive = ['host-a:101:3f', 'host-b:102:9c', 'host-c:103:07', 'host-d:104:e1'];
    for (const worker of alive) {
      const share = partitionsOf(worker, alive, 1_000).length;
      expect(share).toBeGreaterThan(190);
      expect(share).toBeLessThan(310);
    }
  });
});
