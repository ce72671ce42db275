import { didYouMean } from '../common/nearest-names.js';
import { hostKeyOf } from './host-key.js';
import { LabDevice, type LabDeviceOptions } from './lab-device.js';
import { LabSettingsError } from './lab.errors.js';
import { PlatformLoader } from './platform/platform-loader.js';

export interface LabOptions {
  readonly devices: readonly LabDeviceOptions[];
  /** Directory with platforms of the user's own; see `docs/lab.md`. */
  readonly devicesDirectory?: string;
  /** The time the devices show. Default: the time it is. */
  readonly now?: () => Date;
}

/** Simulated network devices in this process, each on a port of the loopback address. */
export class Lab {
  private constructor(
    /** In the order they were asked for. */
    readonly devices: readonly LabDevice[],
  ) {}

  /**
   * Starts the devices; all of them listen when it returns.
   * @throws LabSettingsError for an unknown platform, a faulty description, two devices of one name or a port in use
   */
  static async start({ devices, devicesDirectory, now = () => new Date() }: LabOptions): Promise<Lab> {
    const loader = new PlatformLoader(devicesDirectory);
    const hostKey = hostKeyOf('lab');
    const lab = new Lab(
      await Promise.all(
        devices.map(async (options, index) => {
          const platform = await loader.load(options.platform);
          return new LabDevice(options, { platform, number: index + 1, hostKey, now });
        }),
      ),
    );
    try {
      lab.checkNames();
      await Promise.all(lab.devices.map((device) => device.start()));
    } catch (error) {
      await lab.stop();
      throw error;
    }
    return lab;
  }

  /** @throws LabSettingsError when the lab has no device of that name */
  device(name: string): LabDevice {
    const device = this.devices.find((candidate) => candidate.name === name);
    if (device !== undefined) return device;
    const names = this.devices.map((candidate) => candidate.name);
    throw new LabSettingsError(`the lab has no device "${name}"${didYouMean(name, names)}`);
  }

  /** Closes every port and breaks every connection. May be called again. */
  async stop(): Promise<void> {
    await Promise.all(this.devices.map((device) => device.stop()));
  }

  private checkNames(): void {
    const names = this.devices.map(({ name }) => name);
    const repeated = names.find((name, index) => names.indexOf(name) !== index);
    if (repeated !== undefined)
      throw new LabSettingsError(`two lab devices are called "${repeated}"; give each a name of its own`);
  }
}
