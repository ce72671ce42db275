// What stands in a worker for devices and log-ins: each command takes a time and gives a line.
import { setTimeout as delay } from 'node:timers/promises';
import { built } from './job-engine.mjs';

function sessions(deviceMs) {
  const session = {
    platform: 'cisco_ios',
    sendCommand: async () => {
      if (deviceMs > 0) await delay(deviceMs);
      return { output: 'up', rejection: null, logLines: [] };
    },
    enable: async () => undefined,
  };
  return { use: async (_target, _credential, work) => work(session) };
}

/** Gives, for the modules of the engine, its worker half with simulated devices; the rest of it is what a worker runs. */
export async function simulatedWorker(settings, deviceMs) {
  const { Secret } = await built('common/secret.js');
  const { AuditLog } = await built('modules/audit/audit-log.port.js');
  const { CredentialProvider } = await built('modules/credentials/credential-provider.port.js');
  const { InlineCredentialOpener } = await built('modules/credentials/inline-credential-opener.port.js');
  const { DeviceSessions } = await built('modules/devices/device-sessions.port.js');
  const { SecretMasks } = await built('modules/devices/masking/secret-masks.js');
  const { DeviceSlots } = await built('modules/devices/device-slots.port.js');
  const { SharedDeviceSlots } = await built('modules/devices/session/shared-device-slots.js');
  const { JobsWorkerModule } = await built('modules/jobs/worker/jobs-worker.module.js');
  const { SharedState } = await built('modules/state/shared-state.port.js');
  const credential = { id: 'bench', username: 'bench', password: new Secret('bench') };
  const providers = [
    { provide: AuditLog, useValue: { record: () => undefined } },
    { provide: DeviceSessions, useValue: sessions(deviceMs) },
    { provide: DeviceSlots, useFactory: (state) => new SharedDeviceSlots(state), inject: [SharedState] },
    { provide: CredentialProvider, useValue: { get: async () => credential } },
    { provide: InlineCredentialOpener, useValue: {} },
    { provide: SecretMasks, useValue: { forCache: (_driver, output) => output } },
  ];
  class SimulatedDevices {}
  const devices = {
    module: SimulatedDevices,
    global: true,
    providers,
    exports: providers.map(({ provide }) => provide),
  };
  return (jobs) => [JobsWorkerModule.register(settings.jobs, [jobs, devices])];
}
