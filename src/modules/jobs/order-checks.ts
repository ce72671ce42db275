import { Injectable } from '@nestjs/common';
import { ConfigurationNotSupportedError } from '../devices/devices.errors.js';
import { isAutodetect } from '../devices/platforms/autodetect.js';
import { chooseConfiguration } from '../devices/platforms/configuration-choice.js';
import { PlatformRegistry } from '../devices/platforms/platform-registry.js';
import type { Platform } from '../devices/platforms/platform.types.js';
import type { CommandOrder, ConfigOrder } from './job-orders.types.js';
import { JobParser } from './job-parser.js';

/** Checks of an order all that can be checked without its device. */
@Injectable()
export class OrderChecks {
  constructor(
    private readonly platforms: PlatformRegistry,
    private readonly parser: JobParser,
  ) {}

  /** The platform of the device. Throws for an unknown driver and what parsing would throw for want of a template. */
  commands({ device, commands, wishes }: CommandOrder): Platform {
    const platform = this.platforms.resolve(device.driver, device.name ?? undefined);
    this.parser.check(device, commands, wishes);
    return platform;
  }

  /** Throws `ConfigurationNotSupportedError` for a platform that takes no configuration, or not in that way. */
  configs({ device, push }: ConfigOrder): void {
    const { name, configuration } = this.platforms.resolve(device.driver, device.name ?? undefined);
    if (isAutodetect(device.driver)) return;
    if (configuration !== null) {
      chooseConfiguration({ name, configuration }, push);
      return;
    }
    throw new ConfigurationNotSupportedError(
      `adapter_driver "${device.driver}" takes no configuration lines; send its commands with send_commands`,
    );
  }
}
