import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { eventually } from '../../test/support/eventually.js';
import { FileLock } from './file-lock.js';

describe('FileLock', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tom-lock-'));
  });

  afterEach(() => rm(directory, { recursive: true }));

  function lockOf(abandonedMs?: number): FileLock {
    const options = { file: join(directory, '.lock'), refuse: (reason: string) => new Error(reason) };
    return new FileLock(abandonedMs === undefined ? options : { ...options, abandonedMs });
  }

  it('lets in one at a time, and leaves nothing behind', async () => {
    let inside = 0;
    let most = 0;
    const change = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await nextTurn();
      inside--;
    };
    await Promise.all(Array.from({ length: 10 }, () => lockOf().hold(change)));
    expect(most).toBe(1);
    expect(await readdir(directory)).toEqual([]);
  });

  it('is free again after a change that fails', async () => {
    const lock = lockOf();
    await expect(lock.hold(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(lock.hold(() => Promise.resolve('yes'))).resolves.toBe('yes');
  });

  it('is taken from a holder that is no more, by one of those who wait', async () => {
    await writeFile(join(directory, '.lock'), 'token of a process that was killed');
    let inside = 0;
    const change = async (): Promise<number> => {
      const count = ++inside;
      await nextTurn();
      inside--;
      return count;
    };
    const locks = Array.from({ length: 5 }, () => lockOf(50));
    expect(await Promise.all(locks.map((lock) => lock.hold(change)))).toEqual([1, 1, 1, 1, 1]);
    expect(await readdir(directory)).toEqual([]);
  });

  it('is lost to others by a holder that stands still: it may change nothing more, and lets nobody in', async () => {
    const stands: Array<() => void> = [];
    const standStill = (): Promise<void> => new Promise((resolve) => stands.push(resolve));
    const slow = lockOf().hold(async (stillHeld) => {
      await standStill();
      await stillHeld();
    });
    await eventually(() => stands.length === 1);
    let isInside = false;
    const next = lockOf(20).hold(async (stillHeld) => {
      isInside = true;
      await standStill();
      await stillHeld();
      isInside = false;
    });
    await eventually(() => stands.length === 2);
    stands[0]?.();
    await expect(slow).rejects.toThrow('it took too long, and others went on');
    const last = lockOf().hold(() => Promise.resolve(isInside));
    stands[1]?.();
    await next;
    expect(await last).toBe(false);
    expect(await readdir(directory)).toEqual([]);
  });
});
