import { ExpiringMap } from './expiring-map.js';

describe('ExpiringMap', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('ends an entry for readers at its time, and frees its memory after that', () => {
    const map = new ExpiringMap<string>();
    map.set('a', 'x', 1_000);
    jest.advanceTimersByTime(999);
    expect(map.get('a')).toBe('x');
    jest.advanceTimersByTime(1);
    expect([map.get('a'), map.keys(), map.delete('a')]).toEqual([undefined, [], false]);
    map.set('b', 'x', 1_000);
    jest.advanceTimersByTime(10_000);
    expect(map.size).toBe(0);
  });

  it('keeps no timer once nothing ends', () => {
    const map = new ExpiringMap<string>();
    map.set('for good', 'x');
    expect(jest.getTimerCount()).toBe(0);
    map.set('a', 'x', 1_000);
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(10_000);
    expect([jest.getTimerCount(), map.size]).toEqual([0, 1]);
  });

  it('prolongs a live entry and revives no ended one', () => {
    const map = new ExpiringMap<string>();
    map.set('a', 'x', 1_000);
    map.set('b', 'x', 100);
    jest.advanceTimersByTime(500);
    map.prolong('a', 1_000);
    map.prolong('b', 1_000);
    jest.advanceTimersByTime(900);
    expect([map.get('a'), map.get('b')]).toEqual(['x', undefined]);
  });

  it('sheds the oldest entries with an end past its weight', () => {
    const map = new ExpiringMap<number>({ maxWeight: 10, weightOf: (value) => value });
    map.set('for good', 100);
    map.set('a', 4, 1_000);
    map.set('b', 4, 1_000);
    map.set('a', 5, 1_000);
    map.set('c', 4, 1_000);
    expect(map.keys()).toEqual(['for good', 'a', 'c']);
    map.delete('c');
    map.set('d', 5, 1_000);
    expect(map.keys()).toEqual(['for good', 'a', 'd']);
  });
});
