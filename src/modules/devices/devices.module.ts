import { Module } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { LoadedPlugins } from '../plugins/loaded-plugins.js';
import { HostKeyStore } from './host-keys/host-key-store.js';
import { PlatformRegistry } from './platforms/platform-registry.js';

/** What both roles know of devices: their platforms and host keys. */
@Module({
  providers: [
    HostKeyStore,
    {
      provide: PlatformRegistry,
      inject: [Settings, LoadedPlugins],
      useFactory: ({ devices: { platformDir } }: Settings, { platforms: pluginPlatforms }: LoadedPlugins) =>
        new PlatformRegistry({ platformDir, pluginPlatforms }),
    },
  ],
  exports: [PlatformRegistry, HostKeyStore],
})
export class DevicesModule {}
