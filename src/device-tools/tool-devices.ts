import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MetricsModule } from '../common/metrics/metrics.module.js';
import { settingsOfValues } from '../config/settings-of-values.js';
import { SettingsModule } from '../config/settings.module.js';
import { PlatformDetector } from '../modules/devices/detect/platform-detector.js';
import { DeviceSessions } from '../modules/devices/device-sessions.port.js';
import { DevicesWorkerModule } from '../modules/devices/devices-worker.module.js';
import { PlatformRegistry } from '../modules/devices/platforms/platform-registry.js';
import { PluginsModule } from '../modules/plugins/plugins.module.js';
import { StateModule } from '../modules/state/state.module.js';

@Module({})
class ToolDevicesModule {}

/** What a tool has of devices. */
export interface ToolDevices {
  readonly sessions: DeviceSessions;
  readonly platforms: PlatformRegistry;
  readonly detector: PlatformDetector;
}

/**
 * Runs `work` with device sessions as a worker has them: no inventory, no settings file, no Redis. Settings that are not
 * given, by their keys in the YAML file, have their defaults. Ends the sessions politely when `work` settles.
 */
export async function withDevices<T>(
  work: (devices: ToolDevices) => Promise<T>,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<T> {
  const all = settingsOfValues(settings);
  const imports = [
    SettingsModule.register(all),
    PluginsModule.register(all),
    StateModule.register(all.redis),
    MetricsModule,
    DevicesWorkerModule,
  ];
  const context = await NestFactory.createApplicationContext(
    { module: ToolDevicesModule, imports },
    { logger: false, abortOnError: false },
  );
  try {
    return await work({
      sessions: context.get(DeviceSessions),
      detector: context.get(PlatformDetector),
      platforms: context.get(PlatformRegistry, { strict: false }),
    });
  } finally {
    await context.close();
  }
}
