import { Module } from '@nestjs/common';
import { Metrics } from '../../common/metrics/metrics.js';
import { Settings } from '../../config/settings.js';
import { AuditLog } from '../audit/audit-log.port.js';
import { SharedState } from '../state/shared-state.port.js';
import { DetectingSessions } from './detect/detecting-sessions.js';
import { PlatformDetector } from './detect/platform-detector.js';
import { DeviceSessions } from './device-sessions.port.js';
import { DeviceSlots } from './device-slots.port.js';
import { DevicesModule } from './devices.module.js';
import { HostKeyChecks } from './host-keys/host-key-checks.port.js';
import { HostKeyEvents } from './host-keys/host-key-events.js';
import { HostKeyStore } from './host-keys/host-key-store.js';
import { KnownHostKeyChecks } from './host-keys/known-host-key-checks.js';
import { KnownHostsFile } from './host-keys/known-hosts-file.js';
import { SecretMasks } from './masking/secret-masks.js';
import { PlatformRegistry } from './platforms/platform-registry.js';
import { CountedTransport } from './session/counted-transport.js';
import { MeasuredTransport } from './session/measured-transport.js';
import { SessionPool } from './session/session-pool.js';
import { SharedDeviceSlots } from './session/shared-device-slots.js';
import { SshConfigFiles } from './ssh-config/ssh-config-files.js';
import { SshConfiguredSessions } from './ssh-config/ssh-configured-sessions.js';
import { ProtocolTransport } from './transport/protocol.transport.js';
import { Transport } from './transport/transport.port.js';

/** What workers alone have of devices: transports and sessions. */
@Module({
  imports: [DevicesModule],
  providers: [
    {
      provide: KnownHostsFile,
      inject: [Settings],
      useFactory: ({ devices }: Settings) => new KnownHostsFile(devices.knownHostsFile),
    },
    {
      provide: HostKeyChecks,
      inject: [HostKeyStore, KnownHostsFile, { token: Metrics, optional: true }, { token: AuditLog, optional: true }],
      useFactory: (store: HostKeyStore, file: KnownHostsFile, metrics?: Metrics, audit?: AuditLog) =>
        new KnownHostKeyChecks(store, file, new HostKeyEvents(metrics, audit)),
    },
    {
      provide: Transport,
      inject: [HostKeyChecks],
      useFactory: (hostKeys: HostKeyChecks) => new ProtocolTransport(hostKeys),
    },
    {
      provide: SessionPool,
      inject: [PlatformRegistry, Transport, SharedDeviceSlots, Settings, Metrics],
      useFactory: (
        registry: PlatformRegistry,
        transport: Transport,
        slots: SharedDeviceSlots,
        { devices }: Settings,
        metrics: Metrics,
      ) => {
        const measured = new MeasuredTransport(transport, metrics);
        const pool = new SessionPool(registry, new CountedTransport(measured, slots), devices);
        metrics.gauge({
          name: 'tom_sessions_open',
          help: 'Sessions with devices that are open, in use or kept.',
          collect: (gauge) => gauge.set(pool.size),
        });
        slots.serve(pool);
        return pool;
      },
    },
    {
      provide: SharedDeviceSlots,
      inject: [SharedState],
      useFactory: (state: SharedState) => new SharedDeviceSlots(state),
    },
    { provide: DeviceSlots, useExisting: SharedDeviceSlots },
    {
      provide: PlatformDetector,
      inject: [PlatformRegistry, SessionPool],
      useFactory: (registry: PlatformRegistry, pool: SessionPool) => new PlatformDetector(registry, pool),
    },
    {
      provide: SecretMasks,
      inject: [PlatformRegistry, Settings],
      useFactory: (registry: PlatformRegistry, { devices }: Settings) => new SecretMasks(registry, devices.maskSecrets),
    },
    {
      provide: DeviceSessions,
      inject: [SessionPool, PlatformDetector, SecretMasks, Settings],
      useFactory: (pool: SessionPool, detector: PlatformDetector, masks: SecretMasks, { devices }: Settings) => {
        const files = devices.sshConfigDir === undefined ? undefined : new SshConfigFiles(devices.sshConfigDir);
        return masks.sessions(new SshConfiguredSessions(new DetectingSessions(pool, detector), files));
      },
    },
  ],
  exports: [DeviceSessions, SecretMasks, DeviceSlots, PlatformDetector, SessionPool],
})
export class DevicesWorkerModule {}
