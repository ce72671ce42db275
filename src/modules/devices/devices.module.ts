import { Module } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { PlatformRegistry } from './platforms/platform-registry.js';

/** What both roles know of devices: their platforms. */
@Module({
  providers: [
    {
      provide: PlatformRegistry,
      inject: [Settings],
      useFactory: (settings: Settings) => new PlatformRegistry({ platformDir: settings.devices.platformDir }),
    },
  ],
  exports: [PlatformRegistry],
})
export class DevicesModule {}
