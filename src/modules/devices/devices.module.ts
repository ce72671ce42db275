import { Module } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { HostKeyStore } from './host-keys/host-key-store.js';
import { PlatformRegistry } from './platforms/platform-registry.js';

/** What both roles know of devices: their platforms and host keys. */
@Module({
  providers: [
    HostKeyStore,
    {
      provide: PlatformRegistry,
      inject: [Settings],
      useFactory: (settings: Settings) => new PlatformRegistry({ platformDir: settings.devices.platformDir }),
    },
  ],
  exports: [PlatformRegistry, HostKeyStore],
})
export class DevicesModule {}
