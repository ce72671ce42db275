import { readFile } from 'node:fs/promises';
import { PathWatcher } from './path-watcher.js';

export interface WatchedFileListener {
  /** The file's text, at the start and after every change. */
  onText(text: string): void;
  /** The file cannot be read (or is gone); what was read before stays valid. */
  onUnreadable(error: unknown): void;
}

/** A text file that is read at the start and again whenever it changes on disk, also when another one takes its place. */
export class WatchedFile {
  private readonly watcher: PathWatcher;
  private reading: Promise<void> = Promise.resolve();
  private lastText: string | undefined;

  constructor(
    readonly path: string,
    private readonly listener: WatchedFileListener,
  ) {
    this.watcher = new PathWatcher(path, () => void this.read());
  }

  /** Reads the file once and begins to watch it; resolves when a later change cannot be missed. */
  async start(): Promise<void> {
    await this.watcher.start();
    await this.read();
  }

  async stop(): Promise<void> {
    await this.watcher.stop();
  }

  /** One after the other: what was read last is what is told last. */
  private read(): Promise<void> {
    this.reading = this.reading.then(() => this.readNow());
    return this.reading;
  }

  private async readNow(): Promise<void> {
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
