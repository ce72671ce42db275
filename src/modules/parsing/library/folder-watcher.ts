import { existsSync } from 'node:fs';
import { watch, type FSWatcher } from 'chokidar';

/** Changes that come within this time of one another are one: files are mostly copied in bulk. */
const QUIET_MS = 50;
/** How often it is looked whether a missing folder is there. */
const APPEARANCE_MS = 1_000;

/**
 * Tells when something changes in a folder, which need not exist yet and may come and go. Nothing above the folder is
 * watched: what goes on there may be much, and concerns nobody here.
 */
export class FolderWatcher {
  private watcher: FSWatcher | undefined;
  private timer: NodeJS.Timeout | undefined;
  private appearance: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly directory: string,
    private readonly onChange: () => void,
  ) {}

  /** Resolves when a later change of an existing folder cannot be missed. */
  async start(): Promise<void> {
    if (existsSync(this.directory)) await this.follow();
    else this.awaitFolder();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    clearInterval(this.appearance);
    await this.watcher?.close();
  }

  /** Not with `watchFile`: its first look is in the background, and a folder that appears before it stays unseen for ever. */
  private awaitFolder(): void {
    this.appearance = setInterval(() => {
      if (existsSync(this.directory)) void this.follow().then(() => this.schedule());
    }, APPEARANCE_MS).unref();
  }

  private async follow(): Promise<void> {
    clearInterval(this.appearance);
    if (this.isStopped) return;
    const watcher = watch(this.directory, { ignoreInitial: true, depth: 0 });
    this.watcher = watcher;
    watcher.on('all', (event, path) => {
      this.schedule();
      if (event === 'unlinkDir' && path === this.directory) void this.leave(watcher);
    });
    watcher.on('error', () => this.schedule());
    await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  }

  /** The folder is gone. */
  private async leave(watcher: FSWatcher): Promise<void> {
    await watcher.close();
    if (!this.isStopped) this.awaitFolder();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.onChange(), QUIET_MS);
  }
}
