import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { JWK } from 'jose';
import { SharedState } from '../../state/shared-state.port.js';

const DIRECTORY = 'sealing-keys';
/** How long a published key counts without being published again. */
export const SEALING_KEY_TTL_MS = 60_000;
/** Told when a worker has published a key for the first time, or withdrawn it. */
const CHANGED = 'sealing-keys:changed';
/** How long a reader goes on with what it read, where no word of a change comes. */
const CACHE_MS = 5_000;

/** A worker's public key (X25519), by its thumbprint (RFC 7638). */
export interface SealingKey {
  readonly kid: string;
  readonly jwk: JWK;
}

interface PublishedKey {
  readonly jwk: JWK;
  readonly validUntil: number;
}

/** The public keys of the workers that live now, in the shared state. */
@Injectable()
export class SealingKeyDirectory implements OnModuleDestroy {
  private cache: { readonly readAt: number; readonly keys: readonly SealingKey[] } | undefined;
  private changes = 0;
  private unsubscribe: Promise<() => Promise<void>> | undefined;
  private readonly published = new Set<string>();

  constructor(private readonly state: SharedState) {}

  /** Says that a worker holds the private half of this key, for the next minute. */
  async publish(key: SealingKey): Promise<void> {
    const published: PublishedKey = { jwk: key.jwk, validUntil: Date.now() + SEALING_KEY_TTL_MS };
    await this.state.setField(DIRECTORY, key.kid, JSON.stringify(published), SEALING_KEY_TTL_MS);
    if (this.published.has(key.kid)) return;
    this.published.add(key.kid);
    await this.state.publish(CHANGED, '');
  }

  async withdraw(kid: string): Promise<void> {
    this.published.delete(kid);
    await this.state.deleteField(DIRECTORY, kid);
    await this.state.publish(CHANGED, '');
  }

  async onModuleDestroy(): Promise<void> {
    await this.unsubscribe?.then((end) => end()).catch(() => undefined);
  }

  /** The keys that count now; at most a few seconds old where a change could not be told. */
  async list(): Promise<readonly SealingKey[]> {
    this.listen();
    const now = Date.now();
    if (this.cache !== undefined && this.cache.keys.length > 0 && now - this.cache.readAt < CACHE_MS)
      return this.cache.keys;
    const { changes } = this;
    const fields = await this.state.getFields(DIRECTORY);
    const keys = Object.entries(fields)
      .map(([kid, text]) => ({ kid, ...(JSON.parse(text) as PublishedKey) }))
      .filter(({ validUntil }) => validUntil > now)
      .map(({ kid, jwk }) => ({ kid, jwk }));
    // What was on its way when a change was told may be from before it.
    if (changes === this.changes) this.cache = { readAt: now, keys };
    return keys;
  }

  /** Nobody waits for that: what was read before it hears does not count once it does. */
  private listen(): void {
    if (this.unsubscribe !== undefined) return;
    this.unsubscribe = this.state.subscribe(CHANGED, () => this.forget());
    this.unsubscribe.then(
      () => this.forget(),
      () => (this.unsubscribe = undefined),
    );
  }

  private forget(): void {
    this.changes++;
    this.cache = undefined;
  }
}
