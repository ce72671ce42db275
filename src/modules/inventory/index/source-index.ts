import { Logger } from '@nestjs/common';
import { errorMessage } from '../../../common/tom-error.js';
import { within } from '../../../common/within.js';
import type { InventoryProvider } from '../inventory-provider.port.js';
import { InventoryUnavailableError } from '../inventory.errors.js';
import { isFault, type InventoryRecord } from '../inventory.types.js';
import type { CopyStore } from './copy-store.js';
import { FaultLog } from './fault-log.js';
import { Questions } from './questions.js';
import { readSource } from './read-source.js';
import type { SourceCopy } from './source-copy.js';
import { sourceStatus, type SourceStatus } from './source-status.js';

/** How long the start waits for the first copy: files are there at once, a slow server is not waited for. */
const START_PATIENCE_MS = 3_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;

export interface SourceIndexOptions {
  /** As the settings name it. */
  readonly name: string;
  readonly provider: InventoryProvider;
  readonly ttlMs: number;
  readonly maxStaleMs: number;
  /** Where the last good copy is kept beside this process; `undefined` for nowhere. */
  readonly store?: CopyStore;
}

/** One source and the copy of it that look-ups are answered from. The copy is renewed in the background. */
export class SourceIndex {
  readonly name: string;
  readonly provider: InventoryProvider;
  private readonly logger = new Logger('Inventory');
  private readonly questions: Questions;
  private readonly faultLog: FaultLog;
  private readonly ending = new AbortController();
  private copy: SourceCopy | undefined;
  /** Why the last reading failed; `undefined` when it did not. */
  private failure: string | undefined;
  private failures = 0;
  private reading: Promise<void> | undefined;
  private mustReadAgain = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: SourceIndexOptions) {
    this.name = options.name;
    this.provider = options.provider;
    this.questions = new Questions(this.name, this.provider);
    this.faultLog = new FaultLog(this.name, this.logger);
  }

  /** Begins to read and to watch the source; waits a little for the first copy, and never fails for want of one. */
  async start(): Promise<void> {
    await this.adoptStored();
    if (
      !(await within(
        START_PATIENCE_MS,
        this.provider.watch(() => void this.refresh()),
      ))
    ) {
      this.logger.warn(`${this.name} is not watched yet: until then its changes are seen at intervals`);
    }
    const reading = this.copy === undefined ? this.refresh() : this.refreshWhenStale();
    await within(START_PATIENCE_MS, reading);
  }

  async stop(): Promise<void> {
    this.ending.abort(new InventoryUnavailableError('Tom is shutting down'));
    clearTimeout(this.timer);
    await this.provider.close();
  }

  /** The copy, unless there is none or it is too old to be relied on. */
  get usableCopy(): SourceCopy | undefined {
    const { copy } = this;
    return copy !== undefined && Date.now() - copy.loadedAt <= this.options.maxStaleMs ? copy : undefined;
  }

  get status(): SourceStatus {
    const { name, copy, failure } = this;
    const [isUsable, isReading] = [this.usableCopy !== undefined, this.reading !== undefined];
    return sourceStatus({ name, copy, failure, isUsable, isReading });
  }

  /**
   * The record of a device, asked of the source itself; what it answers is kept in the copy. Rejects with
   * `InventoryUnavailableError`.
   */
  async ask(name: string): Promise<InventoryRecord | undefined> {
    const { copy } = this;
    const item = await this.questions.ask(name);
    if (item === undefined) return undefined;
    if (isFault(item)) throw new InventoryUnavailableError(`inventory source "${this.name}": ${item.fault}`);
    // What was read since may be newer.
    if (this.copy === copy) this.usableCopy?.records.set(name, item);
    return item;
  }

  /** Reads the source now, or joins the reading that is on its way. Never rejects: `status` says how it went. */
  refresh(): Promise<void> {
    if (this.reading !== undefined) this.mustReadAgain = true;
    this.reading ??= this.read();
    return this.reading;
  }

  /** Takes the stored copy when another process has read the source since this one did. */
  async adoptStored(): Promise<void> {
    const { store } = this.options;
    if (store === undefined) return;
    try {
      const { identity } = this.provider;
      const storedAt = await store.loadedAt(this.name, identity);
      if (storedAt === undefined || storedAt <= (this.copy?.loadedAt ?? 0)) return;
      const copy = await store.load(this.name, identity);
      // The source may have been read here meanwhile.
      if (copy !== undefined && copy.loadedAt > (this.copy?.loadedAt ?? 0)) this.adopt(copy);
    } catch (error) {
      this.logger.warn(`${this.name}: the stored copy cannot be read: ${errorMessage(error)}`);
    }
  }

  private async refreshWhenStale(): Promise<void> {
    const age = Date.now() - (this.copy?.loadedAt ?? 0);
    if (age >= this.options.ttlMs) await this.refresh();
    else this.schedule(this.options.ttlMs - age);
  }

  private async read(): Promise<void> {
    clearTimeout(this.timer);
    do {
      this.mustReadAgain = false;
      await this.readOnce();
    } while (this.mustReadAgain && !this.ending.signal.aborted);
    this.reading = undefined;
    this.schedule(this.failures === 0 ? this.options.ttlMs : this.retryDelay());
  }

  private async readOnce(): Promise<void> {
    const before = this.copy;
    try {
      const copy = await readSource(this.name, this.provider, before, this.ending.signal);
      this.questions.forget();
      // The clocks of controllers differ: only what was taken from another one meanwhile is compared.
      const isOvertaken = this.copy !== before && (this.copy?.loadedAt ?? 0) > copy.loadedAt;
      if (!isOvertaken) {
        this.adopt(copy);
        await this.save(copy);
      }
      this.succeed();
    } catch (error) {
      this.fail(error);
    }
  }

  private adopt(copy: SourceCopy): void {
    const before = this.copy?.records.size;
    this.copy = copy;
    this.faultLog.report(copy.allFaults());
    if (copy.records.size !== before) this.logger.log(`${copy.records.size} devices from ${this.name}`);
  }

  private async save(copy: SourceCopy): Promise<void> {
    try {
      await this.options.store?.save(this.name, this.provider.identity, copy);
    } catch (error) {
      this.logger.warn(`${this.name}: its copy cannot be stored for other processes: ${errorMessage(error)}`);
    }
  }

  private succeed(): void {
    if (this.failure !== undefined) this.logger.log(`${this.name} can be read again`);
    this.failure = undefined;
    this.failures = 0;
  }

  private fail(error: unknown): void {
    if (this.ending.signal.aborted) return;
    const message = errorMessage(error);
    this.failures++;
    if (message === this.failure) return;
    this.failure = message;
    const copy = this.usableCopy;
    const consequence =
      copy === undefined
        ? 'no device of it is known'
        : `the last good version (${copy.records.size} devices) stays in force`;
    this.logger.error(`${this.name} cannot be read: ${message}; ${consequence}`);
  }

  private retryDelay(): number {
    const backoff = Math.min(FIRST_RETRY_MS * 2 ** (this.failures - 1), LAST_RETRY_MS);
    return Math.min(backoff, this.options.ttlMs);
  }

  /** Somewhat before or after the time, so that processes that started together do not ask together. */
  private schedule(delayMs: number): void {
    if (this.ending.signal.aborted) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.renew(), delayMs * (0.9 + 0.2 * Math.random()));
    this.timer.unref();
  }

  private async renew(): Promise<void> {
    await this.adoptStored();
    await this.refreshWhenStale();
  }
}
