import { Module } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { DetectingSessions } from './detect/detecting-sessions.js';
import { PlatformDetector } from './detect/platform-detector.js';
import { DeviceSessions } from './device-sessions.port.js';
import { DevicesModule } from './devices.module.js';
import { PlatformRegistry } from './platforms/platform-registry.js';
import { SessionPool } from './session/session-pool.js';
import { ProtocolTransport } from './transport/protocol.transport.js';
import { Transport } from './transport/transport.port.js';

/** What workers alone have of devices: transports and sessions. */
@Module({
  imports: [DevicesModule],
  providers: [
    { provide: Transport, useClass: ProtocolTransport },
    {
      provide: SessionPool,
      inject: [PlatformRegistry, Transport, Settings],
      useFactory: (registry: PlatformRegistry, transport: Transport, settings: Settings) =>
        new SessionPool(registry, transport, settings.devices),
    },
    {
      provide: PlatformDetector,
      inject: [PlatformRegistry, SessionPool],
      useFactory: (registry: PlatformRegistry, pool: SessionPool) => new PlatformDetector(registry, pool),
    },
    {
      provide: DeviceSessions,
      inject: [SessionPool, PlatformDetector],
      useFactory: (pool: SessionPool, detector: PlatformDetector) => new DetectingSessions(pool, detector),
    },
  ],
  exports: [DeviceSessions, PlatformDetector],
})
export class DevicesWorkerModule {}
