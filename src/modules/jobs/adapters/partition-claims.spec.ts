import fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/scale.js';
import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import { CLAIM_MS, PartitionClaims } from './partition-claims.js';

const PARTITIONS = 16;

/** A worker of the property; it looks when it is told to. */
class Worker {
  readonly taken = new Set<number>();
  readonly claims: PartitionClaims;
  /** When it looked last. */
  lookedAt = -Infinity;

  constructor(state: MemorySharedState, name: string) {
    this.claims = new PartitionClaims(state, name, {
      partitions: PARTITIONS,
      take: async (partition) => void this.taken.add(partition),
      leave: async (partition) => void this.taken.delete(partition),
      report: () => undefined,
    });
  }
}

describe('PartitionClaims', () => {
  let now: number;

  beforeEach(() => {
    now = 1_000_000;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
  });

  afterEach(() => jest.restoreAllMocks());

  const look = async (worker: Worker): Promise<void> => {
    worker.lookedAt = now;
    await worker.claims.look();
  };

  it('gives all partitions to one worker alone, and a share to the next', async () => {
    const state = new MemorySharedState();
    const [first, second] = [new Worker(state, 'first'), new Worker(state, 'second')];
    await look(first);
    expect(first.taken.size).toBe(PARTITIONS);
    await look(second);
    expect(second.taken.size).toBe(0);
    await look(first);
    await look(second);
    expect(first.taken.size + second.taken.size).toBe(PARTITIONS);
    expect(second.taken.size).toBeGreaterThan(0);
  });

  it('hands everything over when a worker leaves', async () => {
    const state = new MemorySharedState();
    const [first, second] = [new Worker(state, 'first'), new Worker(state, 'second')];
    for (const worker of [first, second, first, second]) await look(worker);
    await first.claims.stop();
    await look(second);
    expect(second.taken.size).toBe(PARTITIONS);
  });

  it('has others look at once when it comes and goes', async () => {
    const state = new MemorySharedState();
    const [first, second] = [new Worker(state, 'first'), new Worker(state, 'second')];
    first.claims.start();
    await look(first);
    second.claims.start();
    for (let turn = 0; turn < 50; turn++) await look(second);
    expect(first.taken.size + second.taken.size).toBe(PARTITIONS);
    expect(second.taken.size).toBeGreaterThan(0);
    await second.claims.stop();
    await look(first);
    expect(first.taken.size).toBe(PARTITIONS);
    await first.claims.stop();
  });

  it('keeps its other claims, and ends, while leaving one takes for ever', async () => {
    jest.restoreAllMocks();
    jest.useFakeTimers();
    try {
      const state = new MemorySharedState();
      const taken = new Set<number>();
      const leave = jest.fn(() => new Promise<void>(() => undefined));
      const take = async (partition: number): Promise<void> => void taken.add(partition);
      const stuck = new PartitionClaims(state, 'first', {
        partitions: PARTITIONS,
        take,
        leave,
        report: () => undefined,
      });
      stuck.start();
      await stuck.look();
      const second = new Worker(state, 'second');
      second.claims.start();
      await jest.advanceTimersByTimeAsync(4 * CLAIM_MS);
      expect(stuck.held).toHaveLength(PARTITIONS - leave.mock.calls.length);
      expect(second.taken.size).toBe(leave.mock.calls.length);
      const stopped = stuck.stop();
      await jest.advanceTimersByTimeAsync(2 * CLAIM_MS);
      await stopped;
      expect([taken.size, second.taken.size]).toEqual([PARTITIONS, PARTITIONS]);
      await second.claims.stop();
    } finally {
      jest.useRealTimers();
    }
  });

  it('never has a partition at two workers that live, and all of them at one after the lease time, whatever happens', async () => {
    const step = fc.oneof(
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('join' as const) }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('look' as const), pick: fc.nat() }) },
      fc.record({ kind: fc.constant('leave' as const), pick: fc.nat() }),
      fc.record({ kind: fc.constant('crash' as const), pick: fc.nat() }),
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 3_000 }) }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const state = new MemorySharedState();
        let alive: Worker[] = [];
        let count = 0;
        const pick = (index: number): Worker | undefined => alive[index % alive.length];
        for (const each of steps) {
          if (each.kind === 'join') alive.push(new Worker(state, `worker ${++count}`));
          else if (each.kind === 'pass') now += each.ms;
          else {
            const worker = pick(each.pick);
            if (worker === undefined) continue;
            if (each.kind === 'look') await look(worker);
            else alive = alive.filter((other) => other !== worker);
            if (each.kind === 'leave') await worker.claims.stop();
          }
          const inTime = alive.filter(({ lookedAt }) => lookedAt + CLAIM_MS > now);
          const held = inTime.flatMap(({ taken }) => [...taken]);
          expect(new Set(held).size).toBe(held.length);
        }
        now += CLAIM_MS;
        for (let round = 0; round < 3; round++) for (const worker of alive) await look(worker);
        const held = alive.flatMap(({ taken }) => [...taken]).sort((a, b) => a - b);
        const all = Array.from({ length: PARTITIONS }, (_, partition) => partition);
        expect(held).toEqual(alive.length === 0 ? [] : all);
      }),
      propertyRuns(1_500),
    );
  });
});
