import { stat } from 'node:fs/promises';
import { Logger } from '@nestjs/common';
import { watch, type FSWatcher } from 'chokidar';
import { errorMessage } from './tom-error.js';
import { within } from './within.js';

/** chokidar passes over a change that comes within 50 ms after another one of the same file: what is read later has both. */
const QUIET_MS = 100;
/** Longest wait while changes go on and on. */
const LONGEST_WAIT_MS = 1_000;
const LOOK_EVERY_MS = 1_000;
/** Longest wait for the file system to begin watching. */
const READY_DEADLINE_MS = 5_000;

/** What is at a path. */
interface Seen {
  /** Differs for what has taken the place of something else. */
  readonly identity: string;
  /** Differs for a file that was written. */
  readonly version: string;
}

const NOTHING: Seen = { identity: '', version: '' };

/**
 * Tells of changes of a file, or in a folder, when they have come to rest. It need not exist yet, and may be replaced as a whole: what the
 * file system tells is of what was there before then, also where a link leads elsewhere now. So it is looked at besides, once a second.
 */
export class PathWatcher {
  private watcher: FSWatcher | undefined;
  private seen = NOTHING;
  private timer: NodeJS.Timeout | undefined;
  private changingSinceMs: number | undefined;
  private looks: NodeJS.Timeout | undefined;
  private checking: Promise<void> = Promise.resolve();
  private isStopped = false;

  /** @param depth folders in folders that are watched; default all of them, 0 for none */
  constructor(
    private readonly path: string,
    private readonly onChange: () => void,
    private readonly depth?: number,
  ) {}

  /** Resolves when a later change cannot be missed. */
  async start(): Promise<void> {
    this.seen = await look(this.path);
    await this.follow();
    if (!this.isStopped) this.looks = setInterval(() => void this.check(false), LOOK_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.looks);
    clearTimeout(this.timer);
    await this.watcher?.close();
  }

  private check(isAtRest: boolean): Promise<void> {
    this.checking = this.checking.then(() => this.checkNow(isAtRest));
    return this.checking;
  }

  /** @param isAtRest whether it is certain that something has changed, and has come to rest */
  private async checkNow(isAtRest: boolean): Promise<void> {
    if (this.isStopped) return;
    const before = this.seen;
    const now = await look(this.path);
    this.seen = now;
    if (now.identity !== before.identity) await this.follow();
    if (isAtRest) this.onChange();
    else if (now.identity !== before.identity || now.version !== before.version) this.changed();
  }

  /** Watches what is there now. Nothing above a missing folder is watched: what goes on there may be much, and concerns nobody here. */
  private async follow(): Promise<void> {
    await this.watcher?.close();
    this.watcher = undefined;
    if (this.isStopped || this.seen.identity === '') return;
    const watcher = watch(this.path, {
      ignoreInitial: true,
      ...(this.depth === undefined ? {} : { depth: this.depth }),
    });
    this.watcher = watcher;
    watcher.on('all', (event, path) => {
      // What comes in its place may look the same to the file system.
      if (event.startsWith('unlink') && path === this.path) this.seen = NOTHING;
      this.changed();
    });
    watcher.on('error', (error) => {
      new Logger('Files').warn(`${this.path} is not watched as it should be: ${errorMessage(error)}`);
      this.changed();
    });
    await within(READY_DEADLINE_MS, new Promise<void>((resolve) => watcher.once('ready', resolve)));
  }

  private changed(): void {
    if (this.isStopped) return;
    const nowMs = performance.now();
    this.changingSinceMs ??= nowMs;
    if (nowMs - this.changingSinceMs > LONGEST_WAIT_MS) {
      this.changingSinceMs = nowMs;
      void this.check(true);
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.changingSinceMs = undefined;
      void this.check(true);
    }, QUIET_MS);
  }
}

async function look(path: string): Promise<Seen> {
  try {
    const found = await stat(path, { bigint: true });
    const { dev, ino, birthtimeNs, mtimeNs, size } = found;
    return { identity: [dev, ino, birthtimeNs].join(), version: found.isFile() ? [mtimeNs, size].join() : '' };
  } catch {
    return NOTHING;
  }
}
