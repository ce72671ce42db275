import { ExpiringMap } from '../../../common/expiring-map.js';
import type { Credential } from '../../credentials/credential.types.js';
import { DeviceSessions, type DeviceSession, type DeviceTarget, type UseOptions } from '../device-sessions.port.js';
import { isAutodetect } from '../platforms/autodetect.js';
import type { PlatformDetector } from './platform-detector.js';

/** How long a detected platform is remembered, and of how many devices. */
const REMEMBERED_MS = 86_400_000;
const REMEMBERED_DEVICES = 10_000;

const TELNET = /_telnet$/i;

/**
 * Device sessions that find out the platform where the driver is `autodetect`. What was found is remembered for the
 * device until work on it fails, or for a day.
 */
export class DetectingSessions extends DeviceSessions {
  private readonly platforms = new ExpiringMap<string>({ maxWeight: REMEMBERED_DEVICES, weightOf: () => 1 });

  constructor(
    private readonly sessions: DeviceSessions,
    private readonly detector: PlatformDetector,
  ) {
    super();
  }

  async use<T>(
    target: DeviceTarget,
    credential: Credential,
    work: (session: DeviceSession) => Promise<T>,
    options: UseOptions,
  ): Promise<T> {
    if (!isAutodetect(target.driver)) return this.sessions.use(target, credential, work, options);
    const device = `${target.host}:${target.port}`;
    const platform =
      this.platforms.get(device) ?? (await this.detector.detect(target, credential, options.signal)).platform;
    const driver = platform + (TELNET.exec(target.driver)?.[0] ?? '');
    try {
      const result = await this.sessions.use({ ...target, driver }, credential, work, options);
      this.platforms.set(device, platform, REMEMBERED_MS);
      return result;
    } catch (error) {
      this.platforms.delete(device);
      throw error;
    }
  }
}
