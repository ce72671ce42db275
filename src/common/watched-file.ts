import { readFile } from 'node:fs/promises';
import { watch, type FSWatcher } from 'chokidar';

export interface WatchedFileListener {
  /** The file's text, at the start and after every change. */
  onText(text: string): void;
  /** The file cannot be read (or is gone); what was read before stays valid. */
  onUnreadable(error: unknown): void;
}

/** A text file that is read at the start and again whenever it changes on disk, also when it is replaced by renaming. */
export class WatchedFile {
  private watcher: FSWatcher | undefined;
  private lastText: string | undefined;

  constructor(
    readonly path: string,
    private readonly listener: WatchedFileListener,
  ) {}

  /** Reads the file once and begins to watch it; resolves when a later change cannot be missed. */
  async start(): Promise<void> {
    const watcher = watch(this.path, { ignoreInitial: true });
    this.watcher = watcher;
    watcher.on('all', () => void this.read());
    await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
    await this.read();
  }

  async stop(): Promise<void> {
    await this.watcher?.close();
  }

  private async read(): Promise<void> {
    try {
      const text = await readFile(this.path, 'utf8');
      if (text === this.lastText) return;
      this.lastText = text;
      this.listener.onText(text);
    } catch (error) {
      this.lastText = undefined;
      this.listener.onUnreadable(error);
    }
  }
}
