import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import { seriesKey, seriesMember, WORKERS } from './statistics-keys.js';
import { StatisticsReader } from './statistics-reader.js';

const TTL_MS = 60_000;

describe('StatisticsReader', () => {
  let state: MemorySharedState;
  let reader: StatisticsReader;
  let ends: number;

  beforeEach(() => {
    state = new MemorySharedState();
    reader = new StatisticsReader(state);
    ends = 0;
  });

  /** Counts `times` ends of each device at a worker. */
  async function count(worker: string, devices: readonly string[], times = 1): Promise<void> {
    for (const device of devices) {
      const member = seriesMember({ device, status: 'COMPLETE', errorType: '' });
      for (let time = 0; time < times; time++) {
        const scores = [{ key: seriesKey(worker), member }];
        const counters = [{ key: WORKERS, field: worker }];
        await state.tally({ once: `end:${ends++}`, onceMs: TTL_MS, counters, scores, logs: [], ttlMs: TTL_MS });
      }
    }
  }

  async function given(limit: number): Promise<string[]> {
    return (await reader.series(limit)).map(({ worker, device, count: times }) => `${worker} ${device} ${times}`);
  }

  it('gives of each worker the series with the most ends, up to the limit', async () => {
    await count('w1', ['a', 'b', 'c']);
    await count('w1', ['c', 'd'], 2);
    await count('w2', ['a'], 5);
    expect((await given(10)).sort()).toEqual(['w1 a 1', 'w1 b 1', 'w1 c 3', 'w1 d 2', 'w2 a 5']);
    expect((await given(3)).sort()).toEqual(['w1 c 3', 'w1 d 2', 'w2 a 5']);
    expect(await given(1)).toHaveLength(1);
  });

  it('reads no more than it gives, but for one a worker, however much is kept', async () => {
    for (const worker of ['w1', 'w2', 'w3']) await count(worker, [...'abcdefghijklmnopqrstuvwxyz']);
    await count('w4', ['a']);
    const ranking = jest.spyOn(state, 'ranking');
    await reader.series(20);
    const read = ranking.mock.calls.reduce((sum, [, limit]) => sum + limit, 0);
    expect(read).toBeLessThanOrEqual(20 + 3 * 4);
  });

  it('forgets a worker whose series are over', async () => {
    await count('w1', ['a']);
    await state.delete(seriesKey('w1'));
    expect(await reader.workers()).toEqual([]);
    expect(await state.getFields(WORKERS)).toEqual({});
  });
});
