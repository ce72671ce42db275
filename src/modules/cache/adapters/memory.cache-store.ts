import { randomUUID } from 'node:crypto';
import { CacheStore, type CacheReading, type CacheWrite } from '../cache-store.port.js';
import type { CacheEntry, CachedCommand } from '../cache.types.js';

/** What an entry takes beside its texts, in bytes: objects, keys, places in maps. */
const OVERHEAD_BYTES = 512;

interface Kept {
  readonly device: string;
  readonly field: string;
  readonly entry: CacheEntry;
  readonly endsAt: number;
  readonly bytes: number;
}

/** Outputs in this process. Past its limit of bytes, those go that were not used for longest. */
export class MemoryCacheStore extends CacheStore {
  readonly #maxBytes: number;
  readonly #epochs = new Map<string, string>();
  #epochOfAll = '';
  readonly #byDevice = new Map<string, Map<string, Kept>>();
  /** All entries, those last that were used last. */
  readonly #byUse = new Set<Kept>();
  #bytes = 0;

  constructor(maxBytes: number) {
    super();
    this.#maxBytes = maxBytes;
  }

  /** Bytes that the entries take, as far as that can be told. */
  get bytes(): number {
    return this.#bytes;
  }

  async read(device: string, fields: readonly string[]): Promise<CacheReading> {
    const kept = this.#byDevice.get(device);
    return {
      epoch: this.#epochs.get(device) ?? this.#epochOfAll,
      entries: fields.map((field) => this.#use(kept?.get(field))),
    };
  }

  async write(device: string, writes: readonly CacheWrite[]): Promise<void> {
    for (const { field, entry, keepMs } of writes) {
      this.#remove(this.#byDevice.get(device)?.get(field));
      const kept = { device, field, entry, endsAt: Date.now() + keepMs, bytes: bytesOf(entry) };
      if (kept.bytes <= this.#maxBytes) this.#add(kept);
    }
    for (const kept of this.#byUse) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#remove(kept);
    }
  }

  async renew(device: string): Promise<number> {
    this.#epochs.set(device, randomUUID());
    return this.#dropAll(device);
  }

  async renewAll(): Promise<number> {
    this.#epochs.clear();
    this.#epochOfAll = randomUUID();
    return [...this.#byDevice.keys()].reduce((sum, device) => sum + this.#dropAll(device), 0);
  }

  async list(device?: string): Promise<CachedCommand[]> {
    const devices = device === undefined ? [...this.#byDevice.keys()] : [device];
    return devices.flatMap((one) =>
      this.#live(one).map(({ entry: { name, command } }) => ({ device: one, name, command })),
    );
  }

  #dropAll(device: string): number {
    const count = this.#live(device).length;
    for (const kept of [...(this.#byDevice.get(device)?.values() ?? [])]) this.#remove(kept);
    return count;
  }

  #live(device: string): Kept[] {
    const now = Date.now();
    return [...(this.#byDevice.get(device)?.values() ?? [])].filter(({ endsAt }) => endsAt > now);
  }

  #use(kept: Kept | undefined): CacheEntry | undefined {
    if (kept === undefined) return undefined;
    this.#byUse.delete(kept);
    if (kept.endsAt <= Date.now()) {
      this.#remove(kept);
      return undefined;
    }
    this.#byUse.add(kept);
    return kept.entry;
  }

  #add(kept: Kept): void {
    const ofDevice = this.#byDevice.get(kept.device) ?? new Map<string, Kept>();
    this.#byDevice.set(kept.device, ofDevice.set(kept.field, kept));
    this.#byUse.add(kept);
    this.#bytes += kept.bytes;
  }

  #remove(kept: Kept | undefined): void {
    const ofDevice = kept === undefined ? undefined : this.#byDevice.get(kept.device);
    if (kept === undefined || ofDevice?.get(kept.field) !== kept) return;
    ofDevice.delete(kept.field);
    if (ofDevice.size === 0) this.#byDevice.delete(kept.device);
    this.#byUse.delete(kept);
    this.#bytes -= kept.bytes;
  }
}

/** Strings take up to two bytes a character. */
function bytesOf({ command, output, logLines = [] }: CacheEntry): number {
  const characters = [command, output, ...logLines].reduce((sum, text) => sum + text.length, 0);
  return OVERHEAD_BYTES + 2 * characters;
}
