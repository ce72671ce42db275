import { existsSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';

/** Changes that come within this time of one another are one: files are mostly copied in bulk. */
const QUIET_MS = 50;

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

/** Tells when something changes in a folder, which need not exist yet and may come and go. */
export class FolderWatcher {
  private watcher: FSWatcher | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly directory: string,
    private readonly onChange: () => void,
  ) {}

  /** Resolves when a later change cannot be missed. */
  async start(): Promise<void> {
    const isBeside = (path: string): boolean =>
      relative(path, this.directory).startsWith('..') && dirname(path) !== this.directory;
    const watcher = watch(nearestExisting(dirname(this.directory)), { ignoreInitial: true, ignored: isBeside });
    this.watcher = watcher;
    watcher.on('all', () => this.schedule());
    watcher.on('error', () => this.schedule());
    await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    await this.watcher?.close();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.onChange(), QUIET_MS);
  }
}
