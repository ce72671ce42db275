import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { TemplateStorageError } from '../parsing.errors.js';
import { hasErrorCode } from './error-code.js';

const LOCK_FILE = '.lock';
const RETRY_MS = 20;
/** A change takes milliseconds: whoever holds a lock for this long is no more. */
const ABANDONED_MS = 5_000;
/** Longest wait for the changes of others. */
const DEADLINE_MS = 30_000;

/**
 * Lets one process at a time change a directory, which several controllers may share. The lock is a file in it, with a
 * token of its holder; one that stays for longer than a change takes was left behind by a process that was killed.
 * No clock is compared with that of another machine.
 */
export class DirectoryLock {
  constructor(
    private readonly directory: string,
    private readonly abandonedMs = ABANDONED_MS,
  ) {}

  /** Runs a change while no other process changes the directory. Throws `TemplateStorageError` when its turn does not come within 30 s. */
  async hold<R>(change: () => Promise<R>): Promise<R> {
    await this.acquire(randomUUID());
    try {
      return await change();
    } finally {
      await rm(this.file, { force: true });
    }
  }

  private get file(): string {
    return join(this.directory, LOCK_FILE);
  }

  private async acquire(token: string): Promise<void> {
    const startedAt = performance.now();
    let seen: { readonly token: string | undefined; readonly at: number } | undefined;
    while (!(await this.tryAcquire(token))) {
      const now = performance.now();
      if (now - startedAt > DEADLINE_MS) {
        throw new TemplateStorageError(
          `${this.directory} is being changed by others for ${DEADLINE_MS / 1000} s; if nobody is at work, delete ${this.file}`,
        );
      }
      const holder = await this.holder();
      if (seen === undefined || seen.token !== holder) seen = { token: holder, at: now };
      else if (holder !== undefined && now - seen.at > this.abandonedMs) await this.takeAway(holder);
      else await pause(RETRY_MS);
    }
  }

  private async tryAcquire(token: string): Promise<boolean> {
    try {
      await writeFile(this.file, token, { flag: 'wx' });
      return true;
    } catch (error) {
      if (hasErrorCode(error, 'EEXIST')) return false;
      throw error;
    }
  }

  private async holder(): Promise<string | undefined> {
    try {
      return await readFile(this.file, 'utf8');
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  /** Removes the lock of a holder that is no more, unless another one was quicker: then its lock is put back. */
  private async takeAway(holder: string): Promise<void> {
    const taken = `${this.file}.${randomUUID()}`;
    try {
      await rename(this.file, taken);
      if ((await readFile(taken, 'utf8')) !== holder) await link(taken, this.file);
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT') && !hasErrorCode(error, 'EEXIST')) throw error;
    } finally {
      await rm(taken, { force: true });
    }
  }
}
