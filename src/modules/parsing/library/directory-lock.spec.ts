import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DirectoryLock } from './directory-lock.js';

describe('DirectoryLock', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tom-lock-'));
  });

  afterEach(() => rm(directory, { recursive: true }));

  it('lets in one at a time, and leaves nothing behind', async () => {
    let inside = 0;
    let most = 0;
    const change = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await nextTurn();
      inside--;
    };
    await Promise.all(Array.from({ length: 10 }, () => new DirectoryLock(directory).hold(change)));
    expect(most).toBe(1);
    expect(await readdir(directory)).toEqual([]);
  });

  it('is free again after a change that fails', async () => {
    const lock = new DirectoryLock(directory);
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
    const locks = Array.from({ length: 5 }, () => new DirectoryLock(directory, 50));
    expect(await Promise.all(locks.map((lock) => lock.hold(change)))).toEqual([1, 1, 1, 1, 1]);
    expect(await readdir(directory)).toEqual([]);
  });
});
