import { JobWaiters } from './job-waiters.js';

const LONG_MS = 600_000;

function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

describe('JobWaiters', () => {
  it('looks once before it waits', async () => {
    const waiters = new JobWaiters();
    await waiters.wait('a', LONG_MS, async () => true);
    expect(waiters.size).toBe(0);
  });

  it('looks again when it is woken, and goes on waiting when there is nothing yet', async () => {
    const waiters = new JobWaiters();
    const answers = [false, false, true];
    let looks = 0;
    const waiting = waiters.wait('a', LONG_MS, async () => {
      queueMicrotask(() => queueMicrotask(() => waiters.wake('a')));
      return answers[looks++] ?? true;
    });
    await waiting;
    expect(looks).toBe(3);
  });

  it('misses no wake-up that comes while it looks', async () => {
    const waiters = new JobWaiters();
    let isOver = false;
    await waiters.wait('a', LONG_MS, async () => {
      const seen = isOver;
      isOver = true;
      waiters.wake('a');
      await Promise.resolve();
      return seen;
    });
    expect(isOver).toBe(true);
  });

  it('ends with a last look when the time is over', async () => {
    const waiters = new JobWaiters();
    let looks = 0;
    await waiters.wait('a', 5, async () => ++looks < 0);
    expect(looks).toBe(2);
    expect(waiters.size).toBe(0);
  });

  it('does not look before it is woken for a job whose end would have been heard of', async () => {
    const waiters = new JobWaiters();
    let looks = 0;
    const isOver = async (): Promise<boolean> => ++looks > 0;
    waiters.expect('a');
    const waiting = waiters.wait('a', LONG_MS, isOver);
    await new Promise((resolve) => setImmediate(resolve));
    expect(looks).toBe(0);
    waiters.wake('a');
    await waiting;
    expect(looks).toBe(1);
  });

  it('looks at once for a job that has ended meanwhile, and for all of them where an end may have been missed', async () => {
    const waiters = new JobWaiters();
    for (const id of ['a', 'b']) waiters.expect(id);
    waiters.wake('a');
    await waiters.wait('a', LONG_MS, async () => true);
    waiters.forget();
    await waiters.wait('b', LONG_MS, async () => true);
  });

  it('looks at once for the oldest of very many jobs', async () => {
    const waiters = new JobWaiters();
    for (let index = 0; index < 20_000; index++) waiters.expect(`job ${index}`);
    await waiters.wait('job 0', LONG_MS, async () => true);
  });

  it('ends when a look fails', async () => {
    const waiters = new JobWaiters();
    const look = async (): Promise<boolean> => Promise.reject(new Error('no Redis'));
    await expect(waiters.wait('a', LONG_MS, look)).rejects.toThrow('no Redis');
    expect(waiters.size).toBe(0);
  });

  it('has everybody look again', async () => {
    const waiters = new JobWaiters();
    const over = new Set<string>();
    const waits = ['a', 'b', 'b'].map((id) => waiters.wait(id, LONG_MS, async () => over.has(id)));
    expect(waiters.size).toBe(2);
    over.add('a').add('b');
    waiters.wakeAll();
    await Promise.all(waits);
    expect(waiters.size).toBe(0);
  });

  it('holds nothing after 10,000 waits', async () => {
    const waiters = new JobWaiters();
    const before = timers();
    const waits = Array.from({ length: 10_000 }, (_, index) => {
      let looks = 0;
      return waiters.wait(`job ${index % 100}`, LONG_MS, async () => looks++ > 0);
    });
    waiters.wakeAll();
    await Promise.all(waits);
    expect(waiters.size).toBe(0);
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it('waits longer than a timer can', async () => {
    const waiters = new JobWaiters();
    let isOver = false;
    const waiting = waiters.wait('a', Number.MAX_SAFE_INTEGER, async () => isOver);
    await new Promise((resolve) => setImmediate(resolve));
    expect(waiters.size).toBe(1);
    isOver = true;
    waiters.wake('a');
    await waiting;
  });
});
