import { asksForTelnet } from '../default-port.js';
import { DeviceOptionError } from '../devices.errors.js';
import type { DeviceTarget } from '../device-sessions.port.js';
import type { AlgorithmProfile } from '../transport/transport.port.js';

/** What the options of one device change. Those that are not given keep the settings' value. */
export interface DeviceOptions {
  /** `transport: telnet` (scrapli); its other transports are all SSH here. */
  readonly isTelnet?: boolean;
  /** `ssh_algorithms`: `modern` or `legacy`. */
  readonly algorithms?: AlgorithmProfile;
  /** `conn_timeout` (Netmiko) or `timeout_socket` (scrapli), in seconds there. */
  readonly connectTimeoutMs?: number;
  /** `prompt_quiet_ms`. */
  readonly promptQuietMs?: number;
  /** `allow_auto_change` (Netmiko): preparing a session may change settings of the device. */
  readonly allowsAutoChange: boolean;
}

function fault({ host, port }: DeviceTarget, name: string, expected: string): DeviceOptionError {
  return new DeviceOptionError(`adapter_options of ${host}:${port}: ${name} must be ${expected}`);
}

function numberOf(target: DeviceTarget, ...names: string[]): number | undefined {
  for (const name of names) {
    const value = target.options[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'number' || !(value > 0)) throw fault(target, name, 'a number above 0');
    return value;
  }
  return undefined;
}

function booleanOf(target: DeviceTarget, name: string): boolean {
  const value = target.options[name] ?? false;
  if (typeof value !== 'boolean') throw fault(target, name, 'true or false');
  return value;
}

/** Reads the options Tom knows; others have no meaning here. Throws `DeviceOptionError`. */
export function readDeviceOptions(target: DeviceTarget): DeviceOptions {
  const algorithms = target.options.ssh_algorithms;
  if (algorithms !== undefined && algorithms !== 'modern' && algorithms !== 'legacy') {
    throw fault(target, 'ssh_algorithms', '"modern" or "legacy"');
  }
  const seconds = numberOf(target, 'conn_timeout', 'timeout_socket');
  return {
    isTelnet: asksForTelnet(target.options),
    algorithms,
    connectTimeoutMs: seconds === undefined ? undefined : seconds * 1000,
    promptQuietMs: numberOf(target, 'prompt_quiet_ms'),
    allowsAutoChange: booleanOf(target, 'allow_auto_change'),
  };
}
