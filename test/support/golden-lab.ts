import type { DeviceLog } from '../../src/lab/device-log.js';
import { Lab } from '../../src/lab/lab.js';
import type { PlatformRegistry } from '../../src/modules/devices/platforms/platform-registry.js';
import { ProtocolTransport } from '../../src/modules/devices/transport/protocol.transport.js';
import type { GoldenEvent, GoldenFile, GoldenSession, GoldenStep } from './golden-file.js';
import { GOLDEN_LOGIN, playSession, type StepResult } from './golden-play.js';
import { RecordingTransport } from './golden-transport.js';

const PAGED = /pager/;
const TELNET = /Telnet/;
const PAGER_ROWS = 24;
const NOW = new Date('2025-06-02T05:04:03.210Z');

export interface LabPlayOptions {
  readonly registry: PlatformRegistry;
  /** Default: as the title of the session says. */
  readonly transport?: 'ssh' | 'telnet';
  readonly onStep?: (step: GoldenStep) => void;
  readonly onEvent?: (event: GoldenEvent) => void;
}

export function hasEnableSecret({ headers }: GoldenFile): boolean {
  return headers.get('enable_secret') !== 'none';
}

/** The driver of a session: one with `Telnet` in its title takes the driver for it. */
export function driverOf({ headers }: GoldenFile, { title }: GoldenSession): string {
  const platform = headers.get('platform') ?? '';
  return TELNET.test(title) ? `${platform}_telnet` : platform;
}

/** Does the steps of a session with a device of the lab, whose pager is stuck where the title speaks of one. */
export async function playOnLab(
  file: GoldenFile,
  session: GoldenSession,
  { registry, transport, onStep, onEvent = () => undefined }: LabPlayOptions,
): Promise<{ results: StepResult[]; log: DeviceLog }> {
  const platform = file.headers.get('platform') ?? '';
  const isPaged = PAGED.test(session.title);
  const spoken = transport ?? (TELNET.test(session.title) ? 'telnet' : 'ssh');
  const options = { platform, name: 'dev1', transport: spoken, ...GOLDEN_LOGIN };
  const lab = await Lab.start({ devices: [{ ...options, faults: { stuckPager: isPaged } }], now: () => NOW });
  const device = lab.device('dev1');
  const driver = spoken === 'telnet' ? `${platform}_telnet` : platform;
  const target = { host: device.host, port: device.port, driver, options: {} };
  const recorder = new RecordingTransport(new ProtocolTransport(), onEvent, isPaged ? PAGER_ROWS : undefined);
  try {
    const play = { registry, transport: recorder, target, hasEnableSecret: hasEnableSecret(file), onStep };
    return { results: await playSession(session, play), log: device.log };
  } finally {
    await lab.stop();
  }
}
