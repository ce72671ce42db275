import { eventually } from '../../../../test/support/eventually.js';
import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import { RequestCounter } from './request-counter.js';

const HOUR_MS = 3_600_000;

describe('RequestCounter', () => {
  it('counts each key by itself', () => {
    const counter = new RequestCounter();
    counter.hit('a', HOUR_MS, 10);
    expect(counter.hit('a', HOUR_MS, 10).total).toBe(2);
    expect(counter.hit('b', HOUR_MS, 10).total).toBe(1);
    expect(counter.read('a', HOUR_MS)).toEqual({ total: 2, resetMs: expect.any(Number) });
  });

  it('begins anew when the window is over', async () => {
    const counter = new RequestCounter();
    counter.hit('a', 20, 10);
    await eventually(() => counter.read('a', 20).total === 0);
  });

  it('knows what other processes counted', async () => {
    const state = new MemorySharedState();
    const [one, other] = [new RequestCounter(state), new RequestCounter(state)];
    for (let count = 0; count < 5; count++) one.hit('a', HOUR_MS, 10);
    await eventually(() => {
      other.hit('a', HOUR_MS, 10);
      const { total } = one.read('a', HOUR_MS);
      one.hit('a', HOUR_MS, 10);
      return total > 10;
    });
    one.close();
    other.close();
  });

  it('counts alone while the store is away', () => {
    const state = new MemorySharedState();
    state.increment = () => Promise.reject(new Error('away'));
    const counter = new RequestCounter(state);
    expect([1, 2, 3].map(() => counter.hit('a', HOUR_MS, 1).total)).toEqual([1, 2, 3]);
    counter.close();
  });

  it('tells the others later of what it could not tell at once, and takes it off nothing', async () => {
    const state = new MemorySharedState();
    const increment = jest.spyOn(state, 'increment').mockRejectedValueOnce(new Error('away'));
    const counter = new RequestCounter(state);
    for (let count = 0; count < 50; count++) counter.hit('a', HOUR_MS, 100);
    await eventually(() => increment.mock.calls.length === 1);
    expect(counter.hit('a', HOUR_MS, 100).total).toBe(51);
    await eventually(() => increment.mock.calls.length === 2);
    expect(increment.mock.calls[1]?.[2]).toBe(51);
    counter.close();
  });
});
