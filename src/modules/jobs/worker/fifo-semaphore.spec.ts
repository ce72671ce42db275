import { FifoSemaphore } from './fifo-semaphore.js';

describe('FifoSemaphore', () => {
  it('hands a freed place to the next before anybody else gets to run', async () => {
    const semaphore = new FifoSemaphore(1);
    const release = await semaphore.acquire();
    const next = semaphore.acquire();
    release();
    expect([semaphore.taken, semaphore.waiting]).toEqual([1, 0]);
    (await next)();
    expect(semaphore.isIdle).toBe(true);
  });

  it('takes a place back once', async () => {
    const semaphore = new FifoSemaphore(2);
    const [first] = await Promise.all([semaphore.acquire(), semaphore.acquire()]);
    first();
    first();
    expect(semaphore.taken).toBe(1);
  });

  it('lets the others pass one who gave up', async () => {
    const semaphore = new FifoSemaphore(1);
    const release = await semaphore.acquire();
    const givingUp = new AbortController();
    const second = semaphore.acquire(givingUp.signal);
    const third = semaphore.acquire();
    givingUp.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    release();
    (await third)();
    expect([semaphore.taken, semaphore.waiting]).toEqual([0, 0]);
  });

  it('gives no place to one who gave up before', async () => {
    const semaphore = new FifoSemaphore(1);
    await expect(semaphore.acquire(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(semaphore.isIdle).toBe(true);
  });
});
