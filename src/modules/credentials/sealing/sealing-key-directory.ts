import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import { SharedState } from '../../state/shared-state.port.js';

const DIRECTORY = 'sealing-keys';
/** How long a published key counts without being published again. */
export const SEALING_KEY_TTL_MS = 60_000;
/** How long a reader goes on with what it read. */
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
export class SealingKeyDirectory {
  private cache: { readonly readAt: number; readonly keys: readonly SealingKey[] } | undefined;

  constructor(private readonly state: SharedState) {}

  /** Says that a worker holds the private half of this key, for the next minute. */
  async publish(key: SealingKey): Promise<void> {
    const published: PublishedKey = { jwk: key.jwk, validUntil: Date.now() + SEALING_KEY_TTL_MS };
    await this.state.setField(DIRECTORY, key.kid, JSON.stringify(published), SEALING_KEY_TTL_MS);
  }

  async withdraw(kid: string): Promise<void> {
    await this.state.deleteField(DIRECTORY, kid);
  }

  /** The keys that count now; at most a few seconds old. */
  async list(): Promise<readonly SealingKey[]> {
    const now = Date.now();
    if (this.cache !== undefined && this.cache.keys.length > 0 && now - this.cache.readAt < CACHE_MS)
      return this.cache.keys;
    const fields = await this.state.getFields(DIRECTORY);
    const keys = Object.entries(fields)
      .map(([kid, text]) => ({ kid, ...(JSON.parse(text) as PublishedKey) }))
      .filter(({ validUntil }) => validUntil > now)
      .map(({ kid, jwk }) => ({ kid, jwk }));
    this.cache = { readAt: now, keys };
    return keys;
  }
}
