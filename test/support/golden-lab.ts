import type { DeviceLog } from '../../src/lab/device-log.js';
import { Lab } from '../../src/lab/lab.js';
import type { PlatformRegistry } from '../../src/modules/devices/platforms/platform-registry.js';
import { ProtocolTransport } from '../../src/modules/devices/transport/protocol.transport.js';
import type { GoldenEvent, GoldenFile, GoldenSession, GoldenStep } from './golden-file.js';
import { GOLDEN_LOGIN, playSession, type StepResult } from './golden-play.js';
import { RecordingTransport } from './golden-transport.js';
import { hostKeyChecks } from './host-keys.js';

const PAGED = /pager/;
const TELNET = /Telnet/;
/** Lines of the terminal where a session is to be paged. */
export const PAGER_ROWS = 24;
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

/** The device pages in this session. */
export function isPaged({ title }: GoldenSession): boolean {
  return PAGED.test(title);
}

export function isTelnet({ title }: GoldenSession): boolean {
  return TELNET.test(title);
}

/** The driver of a session: one with `Telnet` in its title takes the driver for it. */
export function driverOf({ headers }: GoldenFile, session: GoldenSession): string {
  const platform = headers.get('platform') ?? '';
  return isTelnet(session) ? `${platform}_telnet` : platform;
}

/** Does the steps of a session with a device of the lab, whose pager is stuck where the title speaks of one. */
export async function playOnLab(
  file: GoldenFile,
  session: GoldenSession,
  { registry, transport, onStep, onEvent = () => undefined }: LabPlayOptions,
): Promise<{ results: StepResult[]; log: DeviceLog }> {
  const platform = file.headers.get('platform') ?? '';
  const hasPages = isPaged(session);
  const spoken = transport ?? (isTelnet(session) ? 'telnet' : 'ssh');
  const options = { platform, name: 'dev1', transport: spoken, ...GOLDEN_LOGIN };
  const lab = await Lab.start({ devices: [{ ...options, faults: { stuckPager: hasPages } }], now: () => NOW });
  const device = lab.device('dev1');
  const driver = spoken === 'telnet' ? `${platform}_telnet` : platform;
  const target = { host: device.host, port: device.port, driver, options: {} };
  const recorder = new RecordingTransport(
    new ProtocolTransport(hostKeyChecks()),
    onEvent,
    hasPages ? PAGER_ROWS : undefined,
  );
  try {
    const play = { registry, transport: recorder, target, hasEnableSecret: hasEnableSecret(file), onStep };
    return { results: await playSession(session, play), log: device.log };
  } finally {
    await lab.stop();
  }
}
