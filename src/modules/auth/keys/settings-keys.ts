import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../../../config/setting-types.js';

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** The API keys of the settings, held as digests; a look-up takes the same time whatever of a key is right. */
export class SettingsKeys {
  private readonly entries: readonly { readonly digest: Buffer; readonly user: string }[];

  constructor(keys: readonly ApiKey[]) {
    this.entries = keys.map(({ key, user }) => ({ digest: digest(key.reveal()), user }));
  }

  /** The user a key stands for. */
  userOf(key: string): string | undefined {
    const wanted = digest(key);
    let user: string | undefined;
    for (const entry of this.entries) {
      if (timingSafeEqual(entry.digest, wanted)) user ??= entry.user;
    }
    return user;
  }
}
