import { hash } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Counter } from 'prom-client';
import type { Metrics } from '../../common/metrics/metrics.js';
import { errorMessage } from '../../common/tom-error.js';
import type { CacheStore } from './cache-store.port.js';
import type { CacheAnswer, CacheEntry, CacheLookup, CacheScope, CachedOutput, CacheTicket } from './cache.types.js';
import { normaliseCommand } from './normalise-command.js';

export interface OutputCacheSettings {
  readonly isEnabled: boolean;
  readonly defaultTtlMs: number;
  readonly maxTtlMs: number;
}

/** An output that a job brought. */
export interface FreshOutput extends CachedOutput {
  readonly command: string;
}

/** Where the outputs of a job come from. */
export interface OutputOrigin {
  /** `host:port`. */
  readonly device: string;
  /** Inventory name. */
  readonly name: string | null;
  /** Not later than the device was asked, in milliseconds since the epoch. */
  readonly at: number;
}

const MISS: CacheAnswer = { status: 'miss' };

/** Keeps what devices said, and gives it back as long as it may still be so. */
export class OutputCache {
  readonly #logger = new Logger('Cache');
  readonly #store: CacheStore;
  readonly #settings: OutputCacheSettings;
  readonly #lookups: Counter<'result'>;

  constructor(store: CacheStore, settings: OutputCacheSettings, metrics: Metrics) {
    this.#store = store;
    this.#settings = settings;
    this.#lookups = metrics.counter({
      name: 'tom_cache_commands_total',
      help: 'Commands looked up in the output cache, by result (hit, miss, error).',
      labels: ['result'],
    });
  }

  get isEnabled(): boolean {
    return this.#settings.isEnabled;
  }

  /** How long an output is kept for whoever asks for so many seconds, in milliseconds. */
  ttlMsFor(seconds: number | null): number {
    const { defaultTtlMs, maxTtlMs } = this.#settings;
    return Math.min(seconds === null ? defaultTtlMs : seconds * 1000, maxTtlMs);
  }

  /** What is known of the commands, none of it older than `maxAgeMs`. Never rejects. */
  async lookup(scope: CacheScope, commands: readonly string[], maxAgeMs = Infinity): Promise<CacheLookup> {
    try {
      const fields = commands.map((command) => fieldOf(scope.digest, command));
      const { epoch, entries } = await this.#store.read(scope.device, fields);
      const now = Date.now();
      const answers = entries.map((entry) => (isGood(entry, epoch, now, maxAgeMs) ? hit(entry) : MISS));
      return { status: this.#count(answers), answers, epoch };
    } catch (error) {
      this.#logger.debug(`bypassed: ${errorMessage(error)}`);
      this.#lookups.inc({ result: 'error' }, commands.length);
      return { status: 'error', answers: commands.map(() => MISS), epoch: null };
    }
  }

  /** Keeps the outputs of a job. Never rejects: what is not kept is asked for again. */
  async keep(ticket: CacheTicket, origin: OutputOrigin, outputs: readonly FreshOutput[]): Promise<void> {
    const { digest, epoch, ttlMs } = ticket;
    const keepMs = origin.at + ttlMs - Date.now();
    if (keepMs <= 0 || outputs.length === 0) return;
    const { device, name, at } = origin;
    const writes = outputs.map(({ command, output, logLines, platform }) => {
      const normalised = normaliseCommand(command);
      const own = { ...(logLines === undefined ? {} : { logLines }), ...(platform === undefined ? {} : { platform }) };
      const entry: CacheEntry = { command: normalised, name, at, ttlMs, epoch, output, ...own };
      return { field: fieldOf(digest, command), entry, keepMs };
    });
    await this.#store.write(device, writes).catch((error: unknown) => {
      this.#logger.debug(`not kept: ${errorMessage(error)}`);
    });
  }

  /** The device was changed, or may have been: nothing that was read before is given again. Rejects with `StateUnavailableError`. */
  async renew(device: string): Promise<void> {
    if (this.isEnabled) await this.#store.renew(device);
  }

  #count(answers: readonly CacheAnswer[]): CacheLookup['status'] {
    const hits = answers.filter(({ status }) => status === 'hit').length;
    const misses = answers.length - hits;
    if (hits > 0) this.#lookups.inc({ result: 'hit' }, hits);
    if (misses > 0) this.#lookups.inc({ result: 'miss' }, misses);
    if (misses === 0) return 'hit';
    return hits === 0 ? 'miss' : 'partial';
  }
}

function hit(entry: CacheEntry): CacheAnswer {
  return { status: 'hit', entry };
}

/** The store ends entries by its own clock; the age as this process sees it is looked at as well. */
function isGood(entry: CacheEntry | undefined, epoch: string, now: number, maxAgeMs: number): entry is CacheEntry {
  return entry !== undefined && entry.epoch === epoch && now - entry.at < Math.min(entry.ttlMs, maxAgeMs);
}

function fieldOf(digest: string, command: string): string {
  return hash('sha256', `${digest}\n${normaliseCommand(command)}`, 'base64url');
}
