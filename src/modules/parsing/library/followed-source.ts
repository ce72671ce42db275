import { PathWatcher } from '../../../common/path-watcher.js';
import { errorMessage } from '../../../common/tom-error.js';
import type { TemplateFault, TemplateLanguage } from './library.types.js';
import { StoredSource } from './stored-source.js';

/** Hears what became of a source when it was read. */
export type SourceListener = (source: {
  readonly name: string;
  /** Number of templates, broken ones included. */
  readonly count: number;
  readonly faults: readonly TemplateFault[];
}) => void;

/** A source in a folder that is read again when something changes in it. */
export abstract class FollowedSource<T> extends StoredSource<T> {
  private readonly watcher: PathWatcher;
  private reading: Promise<void> = Promise.resolve();
  private unreadable: TemplateFault | undefined;

  constructor(
    name: string,
    protected readonly directory: string,
    language: TemplateLanguage<T>,
    private readonly listener: SourceListener,
  ) {
    super(name, language);
    this.watcher = new PathWatcher(directory, () => void this.refresh(), 0);
  }

  async start(): Promise<void> {
    await this.watcher.start();
    await this.refresh();
  }

  async stop(): Promise<void> {
    await this.watcher.stop();
    await this.reading;
  }

  /** Reads the folder; resolves when the source answers from what is in it now. What was read stays when it is unreadable. */
  refresh(): Promise<void> {
    this.reading = this.reading.then(() => this.readAndTell());
    return this.reading;
  }

  override faults(): readonly TemplateFault[] {
    return this.unreadable === undefined ? super.faults() : [this.unreadable, ...super.faults()];
  }

  /** Adopts what is in the folder; false when that is what was adopted last. */
  protected abstract read(): Promise<boolean>;

  private async readAndTell(): Promise<void> {
    try {
      const hasChanged = await this.read();
      if (!hasChanged && this.unreadable === undefined) return;
      this.unreadable = undefined;
    } catch (error) {
      this.unreadable = { source: this.name, name: this.directory, reason: errorMessage(error) };
    }
    this.listener({ name: this.name, count: this.list().length, faults: this.faults() });
  }
}
