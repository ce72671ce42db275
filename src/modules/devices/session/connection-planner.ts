import { createHmac, randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Credential } from '../../credentials/credential.types.js';
import type { DeviceTarget } from '../device-sessions.port.js';
import { DeviceOptionError } from '../devices.errors.js';
import { readJumpHosts } from '../jump-hosts.js';
import { overTelnet } from '../platforms/over-telnet.js';
import type { PlatformRegistry } from '../platforms/platform-registry.js';
import type { Platform } from '../platforms/platform.types.js';
import type { AlgorithmProfile } from '../transport/transport.port.js';
import type { ConnectionPlan } from './device-connection.js';
import { readDeviceOptions, type DeviceOptions } from './device-options.js';
import { hostKeyPolicyOf, type HostKeyPolicySettings } from './host-key-policy.js';
import { credentialFor } from './platform-credential.js';

export interface PlannerSettings extends HostKeyPolicySettings {
  readonly connectTimeoutMs: number;
  readonly loginTimeoutMs: number;
  readonly privilegeTimeoutMs: number;
  readonly maxOutputBytes: number;
  readonly sshAlgorithms: AlgorithmProfile;
  readonly sshKeepaliveMs: number;
}

/** Devices of whose options something is said. */
const NOTED_DEVICES = 10_000;

/** The platform as the options of the device change it. */
function adjusted(platform: Platform, options: DeviceOptions, { username }: Credential): Platform {
  const { promptQuietMs = platform.promptQuietMs, lineEnding = platform.lineEnding, allowsAutoChange } = options;
  const changes = allowsAutoChange ? platform.autoChangeCommands : [];
  const isSame = promptQuietMs === platform.promptQuietMs && lineEnding === platform.lineEnding;
  if (isSame && changes.length === 0) return platform;
  const pagingCommands = [
    ...platform.pagingCommands,
    ...changes.map((line) => line.replaceAll('{username}', username)),
  ];
  return { ...platform, promptQuietMs, lineEnding, pagingCommands };
}

/** Never past a jump host that is asked for. */
function checkRoute({ host, port, options, jumpHosts = [] }: DeviceTarget): void {
  const wanted = readJumpHosts(options);
  if (typeof wanted !== 'string' && wanted.length === jumpHosts.length) return;
  const fault = typeof wanted === 'string' ? wanted : 'jump_hosts cannot be used here: there is no store of log-ins';
  throw new DeviceOptionError(`adapter_options of ${host}:${port}: ${fault}`);
}

/** Makes the plan of a connection: settings, the device's own options, and who logs in. */
export class ConnectionPlanner {
  /** Of this process alone, so that a key says nothing about a password. */
  private readonly hashKey = randomBytes(32);
  private readonly logger = new Logger('Devices');
  /** What was said of a device's options. */
  private readonly noted = new Map<string, string>();

  constructor(
    private readonly registry: PlatformRegistry,
    private readonly settings: PlannerSettings,
  ) {}

  /** Throws `UnknownDriverError`, `DeviceOptionError`, or `CredentialNotFoundError` for a log-in that speaks of an unknown driver. */
  plan(target: DeviceTarget, login: Credential): ConnectionPlan {
    const { settings } = this;
    const options = readDeviceOptions(target);
    const named = this.registry.resolve(target.driver);
    const credential = credentialFor(named.name, login, this.registry);
    const resolved = options.isTelnet ? overTelnet(named) : named;
    checkRoute(target);
    this.note(target, options.notes);
    return {
      key: this.keyOf(target, resolved, credential),
      host: target.host,
      port: target.port,
      protocol: resolved.protocol,
      platform: adjusted(resolved, options, credential),
      credential,
      algorithms: options.algorithms ?? settings.sshAlgorithms,
      hostKeyPolicy: hostKeyPolicyOf(target, options.hostKeyPolicy, settings),
      connectTimeoutMs: options.connectTimeoutMs ?? settings.connectTimeoutMs,
      handshakeTimeoutMs: options.handshakeTimeoutMs,
      loginTimeoutMs: options.loginTimeoutMs ?? settings.loginTimeoutMs,
      privilegeTimeoutMs: settings.privilegeTimeoutMs,
      commandTimeoutMs: options.commandTimeoutMs,
      idleTimeoutMs: options.idleTimeoutMs,
      keepaliveMs: options.keepaliveMs ?? settings.sshKeepaliveMs,
      sourceAddress: options.sourceAddress,
      jumpHosts: target.jumpHosts,
      maxOutputBytes: settings.maxOutputBytes,
    };
  }

  /** Says once a device which of its options change nothing. */
  private note({ host, port }: DeviceTarget, notes: readonly string[]): void {
    const text = notes.join('; ');
    const device = `${host}:${port}`;
    if (this.noted.get(device) === text || this.noted.size >= NOTED_DEVICES) return;
    this.noted.set(device, text);
    if (text !== '') this.logger.warn(`adapter_options of ${device}: ${text}`);
  }

  /** The whole log-in is part of it: after a change of password nobody uses a session of the old one. */
  private keyOf(target: DeviceTarget, { name, protocol }: Platform, credential: Credential): string {
    const { host, port, options, jumpHosts = [] } = target;
    const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
    const route = jumpHosts.map((hop) => [hop.host, hop.port, this.identityOf(hop.credential)]);
    return JSON.stringify([host, port, protocol, name, sorted, this.identityOf(credential), route]);
  }

  private identityOf(credential: Credential): string {
    const { username, password, privateKey, agentSocket, enableSecret } = credential;
    const { enableUsername, sshUsername, sshPassword } = credential;
    const key = [privateKey?.key.reveal(), privateKey?.passphrase?.reveal(), privateKey?.certificate, agentSocket];
    const extras = [enableUsername, sshUsername, sshPassword?.reveal()];
    const answers = credential.answers?.map(({ question, answer }) => [question.source, answer.reveal()]);
    return createHmac('sha256', this.hashKey)
      .update(JSON.stringify([username, password?.reveal(), enableSecret?.reveal(), key, answers, extras]))
      .digest('base64');
  }
}
