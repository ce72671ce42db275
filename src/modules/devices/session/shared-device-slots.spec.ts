import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import { DeviceTakenError } from '../devices.errors.js';
import { SharedDeviceSlots } from './shared-device-slots.js';

const DEVICE = { host: 'R1', port: 22 };
const KEY = 'device:r1:22';
const { signal } = new AbortController();
const options = { maxSessions: 1, maxWaitMs: 60_000, signal };

describe('SharedDeviceSlots', () => {
  let state: MemorySharedState;
  let workers: SharedDeviceSlots[];

  function worker(): SharedDeviceSlots {
    const slots = new SharedDeviceSlots(state);
    slots.onModuleInit();
    workers.push(slots);
    return slots;
  }

  beforeEach(() => {
    state = new MemorySharedState();
    workers = [];
  });

  afterEach(async () => {
    for (const slots of workers) await slots.onApplicationShutdown();
  });

  /** The store is asked, and its answers come together with `answer`. */
  function slowAcquire(): { acquire: jest.SpyInstance; answer: () => void } {
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const ask = state.acquireLease.bind(state);
    const acquire = jest.spyOn(state, 'acquireLease').mockImplementation(async (...args) => {
      const lease = await ask(...args);
      await answered;
      return lease;
    });
    return { acquire, answer };
  }

  it('asks the shared store once for the jobs that follow one another', async () => {
    const acquire = jest.spyOn(state, 'acquireLease');
    const slots = worker();
    for (let job = 0; job < 20; job++) (await slots.take(DEVICE, options))();
    expect(acquire).toHaveBeenCalledTimes(1);
  });

  it('gives a worker what another does not need any more, at once', async () => {
    const [first, second] = [worker(), worker()];
    (await first.take(DEVICE, options))();
    (await second.take(DEVICE, options))();
    expect(await state.leaseHolders(KEY)).toHaveLength(1);
  });

  it('lets a worker wait while another has all sessions', async () => {
    const [first, second] = [worker(), worker()];
    const release = await first.take(DEVICE, options);
    await expect(second.take(DEVICE, { ...options, maxWaitMs: 20 })).rejects.toThrow(DeviceTakenError);
    const waiting = second.take(DEVICE, options);
    release();
    (await waiting)();
    expect(await first.take({ host: 'r2', port: 22 }, options)).toBeInstanceOf(Function);
  });

  it('counts the sessions of a device over all workers', async () => {
    const [first, second] = [worker(), worker()];
    const two = { ...options, maxSessions: 2 };
    await first.take(DEVICE, two);
    await second.take(DEVICE, two);
    await expect(first.take(DEVICE, { ...two, maxWaitMs: 0 })).rejects.toThrow('other workers have its 2 sessions');
  });

  it('keeps a session of a worker that ends until its connection is closed', async () => {
    const [first, second] = [worker(), worker()];
    const release = await first.take(DEVICE, options);
    first.opened(DEVICE);
    release();
    const ended = first.onApplicationShutdown();
    await expect(second.take(DEVICE, { ...options, maxWaitMs: 20 })).rejects.toThrow(DeviceTakenError);
    first.closed(DEVICE);
    await ended;
    expect(await state.leaseHolders(KEY)).toEqual([]);
  });

  it('closes an idle connection that another worker waits for, and keeps the session until it is closed', async () => {
    const [first, second] = [worker(), worker()];
    const closed: string[] = [];
    const holder = {
      closeIdle: async (device: string) => {
        closed.push(device);
        first.closed(DEVICE);
      },
      closeAll: () => undefined,
    };
    first.serve(holder);
    const release = await first.take(DEVICE, options);
    first.opened(DEVICE);
    release();
    (await second.take(DEVICE, options))();
    expect(closed).toEqual(['r1:22']);
  });

  it('hears what others wait for also when the store was away at the start', async () => {
    jest.useFakeTimers();
    try {
      jest.spyOn(state, 'subscribe').mockRejectedValueOnce(new Error('Redis is away'));
      const first = worker();
      const closeIdle = jest.fn(async () => undefined);
      first.serve({ closeIdle, closeAll: () => undefined });
      await first.take(DEVICE, options);
      await jest.advanceTimersByTimeAsync(5_000);
      await state.publish('device-slots', 'wanted r1:22');
      expect(closeIdle).toHaveBeenCalledWith('r1:22');
    } finally {
      jest.useRealTimers();
    }
  });

  it('closes idle connections where one more would be too many', async () => {
    const slots = worker();
    const closeIdle = jest.fn(async () => undefined);
    slots.serve({ closeIdle, closeAll: () => undefined });
    await slots.take(DEVICE, options);
    await slots.makeRoom(DEVICE);
    expect(closeIdle).not.toHaveBeenCalled();
    slots.opened(DEVICE);
    await slots.makeRoom(DEVICE);
    expect(closeIdle).toHaveBeenCalledWith('r1:22');
  });

  it('closes all connections to a device whose sessions went to another worker while this one was stuck', async () => {
    jest.useFakeTimers();
    try {
      const stuck = worker();
      const closeAll = jest.fn();
      stuck.serve({ closeIdle: async () => undefined, closeAll });
      await stuck.take(DEVICE, options);
      stuck.opened(DEVICE);
      jest.setSystemTime(Date.now() + 20_000);
      const other = worker();
      await other.take(DEVICE, options);
      await jest.advanceTimersByTimeAsync(5_000);
      expect(closeAll).toHaveBeenCalledWith('r1:22');
    } finally {
      jest.useRealTimers();
    }
  });

  it('keeps a session that is given while it looks for what is not needed any more', async () => {
    jest.useFakeTimers();
    try {
      const slots = worker();
      const { acquire, answer } = slowAcquire();
      const taking = slots.take(DEVICE, options);
      await jest.advanceTimersByTimeAsync(5_000);
      answer();
      const release = await taking;
      slots.opened(DEVICE);
      await jest.advanceTimersByTimeAsync(60_000);
      expect(await state.leaseHolders(KEY)).toHaveLength(1);
      release();
      await slots.take(DEVICE, options);
      expect(acquire).toHaveBeenCalledTimes(1);
      slots.closed(DEVICE);
    } finally {
      jest.useRealTimers();
    }
  });

  it('gives one session to one of two jobs that ask at the same moment', async () => {
    const [first, second] = [worker(), worker()];
    const two = { ...options, maxSessions: 2 };
    await first.take(DEVICE, two);
    const { answer } = slowAcquire();
    const taken = [0, 1].map(() => second.take(DEVICE, { ...two, maxWaitMs: 0 }));
    answer();
    const outcomes = await Promise.allSettled(taken);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('ends the wait of a job that is given up', async () => {
    const [first, second] = [worker(), worker()];
    await first.take(DEVICE, options);
    const givingUp = new AbortController();
    const waiting = second.take(DEVICE, { ...options, signal: givingUp.signal });
    givingUp.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
