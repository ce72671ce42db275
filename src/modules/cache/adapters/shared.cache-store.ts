import { randomUUID } from 'node:crypto';
import { packJson, unpackJson } from '../../../common/packed-json.js';
import type { SharedState } from '../../state/shared-state.port.js';
import { CacheStore, type CacheReading, type CacheWrite } from '../cache-store.port.js';
import type { CacheEntry, CachedCommand } from '../cache.types.js';

/** An epoch outlives every entry and every job that was queued in an earlier one. */
const EPOCH_MARGIN_MS = 90 * 86_400_000;
/** One write in so many looks for entries of the device that are over, and takes them out of its list. */
const PRUNE_EVERY = 64;

/** What the list of a device says of one entry. */
interface Listed {
  readonly command: string;
  readonly name: string | null;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

/** Outputs in the shared store, which ends them itself; with a list a device, so that none is searched for. */
export class SharedCacheStore extends CacheStore {
  readonly #state: SharedState;
  readonly #prefix: string;
  readonly #maxTtlMs: number;
  #writes = 0;

  /** @param maxTtlMs the longest time that anything is kept */
  constructor(state: SharedState, prefix: string, maxTtlMs: number) {
    super();
    this.#state = state;
    this.#prefix = prefix;
    this.#maxTtlMs = maxTtlMs;
  }

  async read(device: string, fields: readonly string[]): Promise<CacheReading> {
    const keys = [this.#epochKey(device), ...fields.map((field) => this.#key(device, field))];
    const [common, [own, ...values]] = await Promise.all([
      this.#state.get(this.#epochKeyOfAll),
      this.#state.getMany(keys),
    ]);
    const entries = values.map(async (value) =>
      value === undefined ? undefined : ((await unpackJson(value)) as CacheEntry),
    );
    return { epoch: [common, own].filter((part) => part !== undefined).join(), entries: await Promise.all(entries) };
  }

  async write(device: string, writes: readonly CacheWrite[]): Promise<void> {
    const packed = await Promise.all(writes.map(({ entry }) => packJson(entry)));
    await Promise.all([
      ...writes.map(({ field, keepMs }, index) =>
        this.#state.set(this.#key(device, field), packed[index] ?? '', keepMs),
      ),
      ...writes.map((write) => this.#addToList(device, write)),
      // Behind its list, which is looked at by whoever takes the device out.
      this.#addDevice(device),
    ]);
    if (++this.#writes % PRUNE_EVERY === 0) await this.#listed(device);
  }

  async renew(device: string): Promise<number> {
    await this.#begin(this.#epochKey(device));
    return this.#dropAll(device);
  }

  async renewAll(): Promise<number> {
    await this.#begin(this.#epochKeyOfAll);
    const devices = Object.keys(await this.#state.getFields(this.#devicesKey));
    const counts = await Promise.all(devices.map((device) => this.#dropAll(device)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async list(device?: string): Promise<CachedCommand[]> {
    const devices = device === undefined ? Object.keys(await this.#state.getFields(this.#devicesKey)) : [device];
    const lists = await Promise.all(
      devices.map(async (one) => {
        const listed = await this.#listed(one);
        if (listed.length === 0) await this.#forgetDevice(one);
        return listed.map(([, { command, name }]) => ({ device: one, name, command }));
      }),
    );
    return lists.flat();
  }

  async #begin(epochKey: string): Promise<void> {
    await this.#state.set(epochKey, randomUUID(), this.#maxTtlMs + EPOCH_MARGIN_MS);
  }

  async #dropAll(device: string): Promise<number> {
    const fields = (await this.#listed(device)).map(([field]) => field);
    await Promise.all(fields.map((field) => this.#drop(device, field)));
    return fields.length;
  }

  /** First from the list: an entry that comes meanwhile is in the list as long as it is kept. */
  async #drop(device: string, field: string): Promise<void> {
    await this.#state.deleteField(this.#listKey(device), field);
    await this.#state.delete(this.#key(device, field));
  }

  async #addDevice(device: string): Promise<void> {
    await this.#state.setField(this.#devicesKey, device, '1', this.#maxTtlMs);
  }

  /** Takes a device out of which nothing is kept, unless something has come meanwhile. */
  async #forgetDevice(device: string): Promise<void> {
    await this.#state.deleteField(this.#devicesKey, device);
    if ((await this.#listed(device)).length > 0) await this.#addDevice(device);
  }

  async #addToList(device: string, { field, entry: { command, name }, keepMs }: CacheWrite): Promise<void> {
    const listed: Listed = { command, name, endsAt: Date.now() + keepMs };
    await this.#state.setField(this.#listKey(device), field, JSON.stringify(listed), this.#maxTtlMs);
  }

  /** The list of a device, without what is over. */
  async #listed(device: string): Promise<[string, Listed][]> {
    const fields = Object.entries(await this.#state.getFields(this.#listKey(device)));
    const all = fields.map(([field, json]): [string, Listed] => [field, JSON.parse(json) as Listed]);
    const now = Date.now();
    const over = all.filter(([, { endsAt }]) => endsAt <= now);
    await Promise.all(over.map(([field]) => this.#state.deleteField(this.#listKey(device), field)));
    return all.filter(([, { endsAt }]) => endsAt > now);
  }

  /** Keys of a device have one hash tag: they are read together. */
  #key(device: string, field: string): string {
    return `${this.#prefix}:{${device}}:${field}`;
  }

  #epochKey(device: string): string {
    return this.#key(device, 'epoch');
  }

  /** Beside the epoch of each device; in a place of its own, since it may be on another server. */
  get #epochKeyOfAll(): string {
    return `${this.#prefix}:epoch`;
  }

  #listKey(device: string): string {
    return this.#key(device, 'list');
  }

  get #devicesKey(): string {
    return `${this.#prefix}:devices`;
  }
}
