import { asksForTelnet } from '../default-port.js';
import { DeviceOptionError } from '../devices.errors.js';
import { HOST_KEY_POLICIES, type HostKeyPolicy } from '../host-keys/host-key-checks.port.js';
import type { DeviceTarget } from '../device-sessions.port.js';
import type { AlgorithmProfile } from '../transport/transport.port.js';
import { reasonWithoutEffect } from './known-options.js';

/** What the options of one device change. Those that are not given keep the settings' value. Times are seconds there. */
export interface DeviceOptions {
  /** `transport: telnet` (scrapli); its other transports are all SSH here. */
  readonly isTelnet: boolean;
  /** `ssh_algorithms`: `modern` or `legacy`. */
  readonly algorithms?: AlgorithmProfile;
  /** `host_key_policy`; `ssh_strict` (Netmiko) and `auth_strict_key` (scrapli) ask for `strict`. */
  readonly hostKeyPolicy?: HostKeyPolicy;
  /** `conn_timeout` or `timeout` (Netmiko), `timeout_socket` (scrapli). */
  readonly connectTimeoutMs?: number;
  /** `banner_timeout` (Netmiko): the key exchange. */
  readonly handshakeTimeoutMs?: number;
  /** `auth_timeout` (Netmiko). */
  readonly loginTimeoutMs?: number;
  /** `read_timeout_override` (Netmiko), `timeout_ops` (scrapli): the longest time of a command. */
  readonly commandTimeoutMs?: number;
  /** `timeout_transport` (scrapli): how long the device may be silent. */
  readonly idleTimeoutMs?: number;
  /** `keepalive` (Netmiko); 0 sends none. */
  readonly keepaliveMs?: number;
  /** `prompt_quiet_ms`. */
  readonly promptQuietMs?: number;
  /** `allow_auto_change` (Netmiko): preparing a session may change settings of the device. */
  readonly allowsAutoChange: boolean;
  /** `default_enter` (Netmiko), `comms_return_char` (scrapli). */
  readonly lineEnding?: string;
  readonly sourceAddress?: string;
  /** What is to be said of options that change nothing. */
  readonly notes: readonly string[];
}

const LINE_ENDINGS = ['\n', '\r', '\r\n'];
/** Options that other parts read. */
const READ_ELSEWHERE = new Set(['max_sessions', 'jump_hosts']);
/** scrapli's, of both of its major versions; but for Telnet they are one and the same here. */
const TRANSPORTS = ['system', 'paramiko', 'ssh2', 'asyncssh', 'bin', 'ssh', 'telnet', 'asynctelnet'] as const;

/** Reads options one by one, and remembers which. */
class OptionReader {
  private readonly read = new Set<string>();

  constructor(private readonly target: DeviceTarget) {}

  /** The value of the first of these names that is given. */
  number(names: readonly string[], factor: number, minimum = Number.MIN_VALUE): number | undefined {
    return this.first(names, minimum === 0 ? 'a number from 0' : 'a number above 0', (value) =>
      typeof value === 'number' && value >= minimum ? value * factor : undefined,
    );
  }

  choice<T extends string>(names: readonly string[], choices: readonly T[]): T | undefined {
    const expected = choices.map((choice) => JSON.stringify(choice)).join(' or ');
    return this.first(names, expected, (value) => choices.find((choice) => choice === value));
  }

  boolean(name: string): boolean | undefined {
    return this.first([name], 'true or false', (value) => (typeof value === 'boolean' ? value : undefined));
  }

  text(name: string): string | undefined {
    return this.first([name], 'a text', (value) => (typeof value === 'string' && value !== '' ? value : undefined));
  }

  /** A sentence on every option that nobody has read. */
  notes(): string[] {
    const rest = Object.keys(this.target.options).filter((name) => !this.read.has(name) && !READ_ELSEWHERE.has(name));
    return rest.map((name) => `${name} has no effect: ${reasonWithoutEffect(name) ?? 'Tom knows no such option'}`);
  }

  private first<T>(names: readonly string[], expected: string, take: (value: unknown) => T | undefined): T | undefined {
    let found: T | undefined;
    for (const name of names) {
      this.read.add(name);
      const value = this.target.options[name];
      if (value === undefined || value === null) continue;
      const taken = take(value);
      if (taken === undefined) throw this.fault(name, expected);
      found ??= taken;
    }
    return found;
  }

  private fault(name: string, expected: string): DeviceOptionError {
    const { host, port } = this.target;
    return new DeviceOptionError(`adapter_options of ${host}:${port}: ${name} must be ${expected}`);
  }
}

/** A library's `false` stands for what the settings say: it is what the library does by itself. */
function readHostKeyPolicy(reader: OptionReader): HostKeyPolicy | undefined {
  const wishes = [reader.boolean('ssh_strict'), reader.boolean('auth_strict_key')];
  return reader.choice(['host_key_policy'], HOST_KEY_POLICIES) ?? (wishes.includes(true) ? 'strict' : undefined);
}

/** Reads the options Tom knows; others have no meaning here. Throws `DeviceOptionError`. */
export function readDeviceOptions(target: DeviceTarget): DeviceOptions {
  const reader = new OptionReader(target);
  reader.choice(['transport'], TRANSPORTS);
  const options = {
    isTelnet: asksForTelnet(target.options),
    algorithms: reader.choice(['ssh_algorithms'], ['modern', 'legacy'] as const),
    hostKeyPolicy: readHostKeyPolicy(reader),
    connectTimeoutMs: reader.number(['conn_timeout', 'timeout_socket', 'timeout'], 1000),
    handshakeTimeoutMs: reader.number(['banner_timeout'], 1000),
    loginTimeoutMs: reader.number(['auth_timeout'], 1000),
    commandTimeoutMs: reader.number(['read_timeout_override', 'timeout_ops'], 1000),
    idleTimeoutMs: reader.number(['timeout_transport'], 1000),
    keepaliveMs: reader.number(['keepalive'], 1000, 0),
    promptQuietMs: reader.number(['prompt_quiet_ms'], 1),
    allowsAutoChange: reader.boolean('allow_auto_change') ?? false,
    lineEnding: reader.choice(['default_enter', 'comms_return_char'], LINE_ENDINGS),
    sourceAddress: reader.text('source_address'),
  };
  return { ...options, notes: reader.notes() };
}
