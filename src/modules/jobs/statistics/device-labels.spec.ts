import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import { DeviceLabels, MOST_LABELS, OTHER_DEVICES } from './device-labels.js';
import { BUSY_KEPT_MS, busyKey } from './statistics-keys.js';

const HOUR_MS = 3_600_000;
const FIRST = names('first');
const SECOND = names('second');

function names(prefix: string): string[] {
  return Array.from({ length: MOST_LABELS }, (_, index) => `${prefix}-${index}`);
}

describe('DeviceLabels', () => {
  let state: MemorySharedState;
  let labels: DeviceLabels;
  let ends: number;

  beforeEach(() => {
    jest.useFakeTimers({ now: HOUR_MS * 1_000, doNotFake: ['nextTick', 'queueMicrotask'] });
    state = new MemorySharedState();
    labels = new DeviceLabels(state, 'top');
    ends = 0;
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  /** Devices with so many ends each, now. */
  async function count(devices: readonly string[], times: number): Promise<void> {
    for (const device of devices) {
      for (let time = 0; time < times; time++) {
        const scores = [{ key: busyKey(Date.now()), member: device, ttlMs: BUSY_KEPT_MS }];
        await state.tally({ once: `end:${ends++}`, onceMs: 1, counters: [], scores, logs: [], ttlMs: BUSY_KEPT_MS });
      }
    }
  }

  /** The label of a device, once those who have one are known. */
  async function labelOf(device: string): Promise<string> {
    labels.labelOf(FIRST[0] ?? '');
    await jest.advanceTimersByTimeAsync(0);
    return labels.labelOf(device);
  }

  it('are those of the devices that were busiest in the hour before, however busy others were earlier', async () => {
    await count(FIRST, 5);
    await count(['idle'], 1);
    jest.advanceTimersByTime(HOUR_MS);
    expect([await labelOf('first-7'), await labelOf('idle')]).toEqual(['first-7', OTHER_DEVICES]);
    await count(SECOND, 2);
    jest.advanceTimersByTime(HOUR_MS);
    expect([await labelOf('second-7'), await labelOf('first-7')]).toEqual(['second-7', OTHER_DEVICES]);
  });

  it('stay as they are for the hour', async () => {
    await count(FIRST, 1);
    jest.advanceTimersByTime(HOUR_MS);
    await count(SECOND, 9);
    jest.advanceTimersByTime(HOUR_MS / 2);
    expect([await labelOf('first-7'), await labelOf('second-7')]).toEqual(['first-7', OTHER_DEVICES]);
  });

  it('are those of this hour while the one before has too few', async () => {
    await count(FIRST, 2);
    await count(SECOND, 1);
    expect([await labelOf('first-7'), await labelOf('second-7')]).toEqual(['first-7', OTHER_DEVICES]);
  });

  it('are those of all devices, or of none, where that is set', () => {
    expect(new DeviceLabels(state, 'on').labelOf('r1')).toBe('r1');
    expect(new DeviceLabels(state, 'off').labelOf('r1')).toBe('');
  });
});
