import { Alarm } from './alarm.js';

describe('Alarm', () => {
  let rings: number;
  let alarm: Alarm;

  beforeEach(() => {
    jest.useFakeTimers();
    rings = 0;
    alarm = new Alarm(() => rings++);
  });

  afterEach(() => jest.useRealTimers());

  it('rings once, at the time it was set to last', () => {
    alarm.set(100, 0);
    alarm.set(50, 10);
    jest.advanceTimersByTime(39);
    expect([rings, alarm.atMs]).toEqual([0, 50]);
    jest.advanceTimersByTime(1_000);
    expect([rings, alarm.atMs]).toEqual([1, Infinity]);
  });

  it('does not ring once it is cleared', () => {
    alarm.set(100, 0);
    alarm.clear();
    jest.advanceTimersByTime(1_000);
    expect([rings, alarm.atMs]).toEqual([0, Infinity]);
  });

  it('rings early where no timer reaches as far', () => {
    alarm.set(Number.MAX_SAFE_INTEGER, 0);
    jest.advanceTimersByTime(2 ** 31 - 1);
    expect(rings).toBe(1);
  });
});
