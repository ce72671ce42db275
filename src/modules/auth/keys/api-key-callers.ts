import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import type { ProvenCaller } from '../caller.types.js';
import { CallerRights } from '../caller-rights.js';
import { SettingsKeys } from './settings-keys.js';
import { StoredKeys } from './stored-keys.js';

/** Longest text that is looked at as a key. */
const MAX_KEY_LENGTH = 1_024;

/** Who stands behind an API key: one of the settings, or one that was made over the API. */
@Injectable()
export class ApiKeyCallers {
  private readonly fromSettings: SettingsKeys;

  constructor(
    settings: Settings,
    private readonly stored: StoredKeys,
    private readonly rights: CallerRights,
  ) {
    this.fromSettings = new SettingsKeys(settings.auth.apiKeys);
  }

  /** Throws `StateUnavailableError`, for a key that may be a stored one. */
  async callerOf(key: string): Promise<ProvenCaller | undefined> {
    if (key.length > MAX_KEY_LENGTH) return undefined;
    const common = { method: 'api_key', provider: null, claims: {} } as const;
    const user = this.fromSettings.userOf(key);
    if (user !== undefined) return { ...common, user, ...this.rights.ofName(user) };
    const stored = await this.stored.find(key);
    if (stored === undefined) return undefined;
    const devices = stored.devices ?? this.rights.ofName(stored.user).devices;
    return { ...common, user: stored.user, role: stored.role, devices };
  }
}
