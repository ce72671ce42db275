import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AccessRole } from '../../../common/access-role.js';
import { Secret } from '../../../common/secret.js';

/** An API key as it is stored: never the key itself. Times are milliseconds since the epoch. */
export interface StoredKey {
  /** Part of the key by which it is found; no secret. */
  readonly id: string;
  /** SHA-256 of the whole key in hexadecimal. The key is 256 random bits: nothing slower is needed. */
  readonly digest: string;
  readonly user: string;
  readonly role: AccessRole;
  /** Patterns of the devices it may use; `null` for those of its user. */
  readonly devices: readonly string[] | null;
  readonly description: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly expiresAt: number | null;
}

/** What whoever makes a key decides. */
export type KeyWish = Pick<StoredKey, 'user' | 'role' | 'devices' | 'description' | 'createdBy' | 'expiresAt'>;

const KEY = /^tom_([0-9a-f]{16})_[A-Za-z0-9_-]{43}$/;

/** What a key that does not exist is compared with, so that both take the same time. */
const NO_DIGEST = Buffer.alloc(32);

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** The id of a text that looks like a key made by Tom. */
export function keyIdOf(text: string): string | undefined {
  return KEY.exec(text)?.[1];
}

export function newKey(wish: KeyWish): { readonly key: Secret; readonly stored: StoredKey } {
  const id = randomBytes(8).toString('hex');
  const key = `tom_${id}_${randomBytes(32).toString('base64url')}`;
  const stored = { ...wish, id, digest: digestOf(key).toString('hex'), createdAt: Date.now() };
  return { key: new Secret(key), stored };
}

/** Whether a text is this key; takes the same time whatever of it is right, and without a key as well. */
export function isThisKey(text: string, stored: StoredKey | undefined): boolean {
  const wanted = stored === undefined ? NO_DIGEST : Buffer.from(stored.digest, 'hex');
  return timingSafeEqual(digestOf(text), wanted) && stored !== undefined;
}
