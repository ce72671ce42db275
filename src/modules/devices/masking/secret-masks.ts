import { Injectable } from '@nestjs/common';
import { DeviceSessions } from '../device-sessions.port.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { MaskingSessions } from './masking-sessions.js';
import { SecretMasker } from './secret-masker.js';

/** Where secrets in the output of devices are masked: nowhere, in the cache alone, or wherever output goes. */
export type SecretMasking = 'off' | 'cache' | 'always';

/** Masks secrets that devices show, by the patterns of their platforms, as far as the settings want it. */
@Injectable()
export class SecretMasks {
  private readonly maskers = new Map<string, SecretMasker>();

  constructor(
    private readonly registry: PlatformRegistry,
    private readonly masking: SecretMasking,
  ) {}

  /** What may be kept in the cache of an output. */
  forCache(platform: string, output: string): string {
    return this.masking === 'off' ? output : this.maskerOf(platform).text(output);
  }

  /** Sessions whose output may be shown to whoever asks for it. */
  sessions(sessions: DeviceSessions): DeviceSessions {
    return this.masking === 'always' ? new MaskingSessions(sessions, (platform) => this.maskerOf(platform)) : sessions;
  }

  private maskerOf(platform: string): SecretMasker {
    const known = this.maskers.get(platform);
    if (known !== undefined) return known;
    const masker = new SecretMasker(this.registry.resolve(platform).secrets);
    this.maskers.set(platform, masker);
    return masker;
  }
}
