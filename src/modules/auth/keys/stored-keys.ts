import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SharedState } from '../../state/shared-state.port.js';
import { KeyEndedError, KeyNotFoundError, TooManyKeysError } from './keys.errors.js';
import { isThisKey, keyIdOf, newKey, type KeyWish, type StoredKey } from './stored-key.js';
import type { Secret } from '../../../common/secret.js';

/** Hash: id → key. */
const KEYS = 'api-keys';
/** Hash: id → when it was used last, in milliseconds since the epoch. */
const USES = 'api-keys:used';
/** Told when a key was made or removed. */
const CHANGED = 'api-keys:changed';

const MAX_KEYS = 10_000;
/** How long what was read of the keys is used, where no word of a change comes. */
const MAX_AGE_MS = 5_000;
/** The last use is written this often at most. */
const USE_EVERY_MS = 60_000;

export interface KeyUse extends StoredKey {
  /** To the minute; `null` when it was never used. */
  readonly lastUsedAt: number | null;
}

/** A key that was just made: the one time that it can be seen. */
export interface NewKey {
  readonly key: Secret;
  readonly stored: StoredKey;
}

type Table = ReadonlyMap<string, StoredKey>;

/** API keys that were made over the API. They are in the shared store; without Redis they end with the process. */
@Injectable()
export class StoredKeys implements OnModuleDestroy {
  private table: Table | undefined;
  private readAt = 0;
  private reading: Promise<Table> | undefined;
  private unsubscribe: Promise<() => Promise<void>> | undefined;
  private readonly usesWritten = new Map<string, number>();

  constructor(private readonly state: SharedState) {}

  /** The key that a text is, when it is one and has not expired. Throws `StateUnavailableError`. */
  async find(text: string): Promise<StoredKey | undefined> {
    const id = keyIdOf(text);
    if (id === undefined) return undefined;
    const stored = (await this.recent()).get(id);
    if (!isThisKey(text, stored) || stored === undefined || hasExpired(stored)) return undefined;
    this.noteUse(id);
    return stored;
  }

  async list(): Promise<KeyUse[]> {
    const [table, uses] = await Promise.all([this.read(), this.state.getFields(USES)]);
    return [...table.values()]
      .sort((a, b) => a.createdAt - b.createdAt)
      .map((stored) => ({ ...stored, lastUsedAt: uses[stored.id] === undefined ? null : Number(uses[stored.id]) }));
  }

  /** Throws `TooManyKeysError`. */
  async create(wish: KeyWish): Promise<NewKey> {
    const table = await this.read();
    if (table.size >= MAX_KEYS) throw new TooManyKeysError(`there are ${MAX_KEYS} API keys already; delete some`);
    const made = newKey(wish);
    await this.write(made.stored);
    return made;
  }

  /** Makes a key with the same rights; the old one ends in `graceMs`. Throws `KeyNotFoundError`, `KeyEndedError`. */
  async rotate(id: string, by: string, graceMs: number): Promise<NewKey> {
    const old = await this.get(id);
    if (hasExpired(old)) throw new KeyEndedError(`API key "${id}" has ended; make another one with POST /api/keys`);
    const made = newKey({ ...old, createdBy: by });
    await this.write(made.stored);
    const endsAt = Date.now() + graceMs;
    await this.write({ ...old, expiresAt: Math.min(endsAt, old.expiresAt ?? endsAt) });
    return made;
  }

  /** Ends a key at once, everywhere. Throws `KeyNotFoundError`. */
  async delete(id: string): Promise<StoredKey> {
    const stored = await this.get(id);
    await this.state.deleteField(KEYS, id);
    await this.state.deleteField(USES, id);
    await this.tellChange();
    return stored;
  }

  async onModuleDestroy(): Promise<void> {
    await this.unsubscribe?.then((end) => end()).catch(() => undefined);
  }

  private async get(id: string): Promise<StoredKey> {
    const stored = (await this.read()).get(id);
    if (stored === undefined) throw new KeyNotFoundError(`API key "${id}" is not known; GET /api/keys lists them`);
    return stored;
  }

  private async write(stored: StoredKey): Promise<void> {
    await this.state.setField(KEYS, stored.id, JSON.stringify(stored));
    await this.tellChange();
  }

  private async tellChange(): Promise<void> {
    this.forget();
    await this.state.publish(CHANGED, '');
  }

  /** What was read counts no more, nor what is being read: it may be from before the change. */
  private forget(): void {
    this.table = undefined;
    this.reading = undefined;
  }

  private async recent(): Promise<Table> {
    this.unsubscribe ??= this.state.subscribe(CHANGED, () => this.forget());
    await this.unsubscribe.catch(() => {
      this.unsubscribe = undefined;
    });
    if (this.table !== undefined && Date.now() - this.readAt < MAX_AGE_MS) return this.table;
    this.reading ??= this.keepNext(this.read());
    return this.reading;
  }

  /** Keeps what is read, unless there is word of a change before that is there. */
  private keepNext(reading: Promise<Table>): Promise<Table> {
    const startedAt = Date.now();
    const kept = reading
      .then((table) => {
        if (this.reading === kept) [this.table, this.readAt] = [table, startedAt];
        return table;
      })
      .finally(() => {
        if (this.reading === kept) this.reading = undefined;
      });
    return kept;
  }

  private async read(): Promise<Table> {
    const fields = await this.state.getFields(KEYS);
    return new Map(Object.entries(fields).map(([id, text]) => [id, JSON.parse(text) as StoredKey]));
  }

  private noteUse(id: string): void {
    const now = Date.now();
    if (now - (this.usesWritten.get(id) ?? 0) < USE_EVERY_MS) return;
    this.usesWritten.set(id, now);
    void this.state.setField(USES, id, String(now)).catch(() => undefined);
  }
}

function hasExpired({ expiresAt }: StoredKey): boolean {
  return expiresAt !== null && expiresAt <= Date.now();
}
