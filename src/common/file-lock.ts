import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { hasErrorCode } from './error-code.js';

const RETRY_MS = 20;
/** A change takes milliseconds: whoever holds a lock for this long is taken to be no more. */
const ABANDONED_MS = 5_000;
/** Longest wait for the changes of others. */
const DEADLINE_MS = 30_000;

/** Throws when others have taken the lock meanwhile: to be asked right before what others see. */
export type StillHeld = () => Promise<void>;

export interface FileLockOptions {
  /** Path of the lock, beside what it protects. */
  readonly file: string;
  /** The error of a change that cannot be made, from a reason such as `others are changing it`. */
  readonly refuse: (reason: string) => Error;
  readonly abandonedMs?: number;
}

/**
 * Lets one process at a time change files that several share. The lock is a file, with a token of its holder; one that stays for longer
 * than a change takes was left behind by a process that was killed. No clock is compared with that of another machine.
 */
export class FileLock {
  constructor(private readonly options: FileLockOptions) {}

  /** Runs a change while no other process makes one. Throws what `refuse` gives when its turn does not come within 30 s. */
  async hold<R>(change: (stillHeld: StillHeld) => Promise<R>): Promise<R> {
    const token = randomUUID();
    await this.acquire(token);
    try {
      return await change(async () => {
        if ((await this.holder()) !== token)
          throw this.options.refuse('it took too long, and others went on; try again');
      });
    } finally {
      if ((await this.holder()) === token) await rm(this.options.file, { force: true });
    }
  }

  private async acquire(token: string): Promise<void> {
    const { file, refuse, abandonedMs = ABANDONED_MS } = this.options;
    const startedAt = performance.now();
    let seen: { readonly token: string | undefined; readonly at: number } | undefined;
    while (!(await this.tryAcquire(token))) {
      const now = performance.now();
      if (now - startedAt > DEADLINE_MS) {
        throw refuse(`others are changing it for ${DEADLINE_MS / 1000} s; if nobody is at work, delete ${file}`);
      }
      const holder = await this.holder();
      if (seen === undefined || seen.token !== holder) seen = { token: holder, at: now };
      else if (holder !== undefined && now - seen.at > abandonedMs) await this.takeAway(holder);
      else await pause(RETRY_MS);
    }
  }

  private async tryAcquire(token: string): Promise<boolean> {
    try {
      await writeFile(this.options.file, token, { flag: 'wx' });
      return true;
    } catch (error) {
      if (hasErrorCode(error, 'EEXIST')) return false;
      throw error;
    }
  }

  private async holder(): Promise<string | undefined> {
    try {
      return await readFile(this.options.file, 'utf8');
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  /** Removes the lock of a holder that is no more, unless another one was quicker: then its lock is put back. */
  private async takeAway(holder: string): Promise<void> {
    const { file } = this.options;
    const taken = `${file}.${randomUUID()}`;
    try {
      await rename(file, taken);
      if ((await readFile(taken, 'utf8')) !== holder) await link(taken, file);
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT') && !hasErrorCode(error, 'EEXIST')) throw error;
    } finally {
      await rm(taken, { force: true });
    }
  }
}
