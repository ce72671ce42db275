import { createHmac, randomBytes } from 'node:crypto';
import type { Credential } from '../../credentials/credential.types.js';
import type { DeviceTarget } from '../device-sessions.port.js';
import { overTelnet } from '../platforms/over-telnet.js';
import type { PlatformRegistry } from '../platforms/platform-registry.js';
import type { Platform } from '../platforms/platform.types.js';
import type { AlgorithmProfile } from '../transport/transport.port.js';
import type { ConnectionPlan } from './device-connection.js';
import { readDeviceOptions, type DeviceOptions } from './device-options.js';

export interface PlannerSettings {
  readonly connectTimeoutMs: number;
  readonly loginTimeoutMs: number;
  readonly maxOutputBytes: number;
  readonly sshAlgorithms: AlgorithmProfile;
  readonly sshKeepaliveMs: number;
}

/** The platform as the options of the device change it. */
function adjusted(platform: Platform, options: DeviceOptions, { username }: Credential): Platform {
  const { promptQuietMs = platform.promptQuietMs, allowsAutoChange } = options;
  const changes = allowsAutoChange ? platform.autoChangeCommands : [];
  if (promptQuietMs === platform.promptQuietMs && changes.length === 0) return platform;
  const pagingCommands = [
    ...platform.pagingCommands,
    ...changes.map((line) => line.replaceAll('{username}', username)),
  ];
  return { ...platform, promptQuietMs, pagingCommands };
}

/** Makes the plan of a connection: settings, the device's own options, and who logs in. */
export class ConnectionPlanner {
  /** Of this process alone, so that a key says nothing about a password. */
  private readonly hashKey = randomBytes(32);

  constructor(
    private readonly registry: PlatformRegistry,
    private readonly settings: PlannerSettings,
  ) {}

  /** Throws `UnknownDriverError` or `DeviceOptionError`. */
  plan(target: DeviceTarget, credential: Credential): ConnectionPlan {
    const { settings } = this;
    const options = readDeviceOptions(target);
    const named = this.registry.resolve(target.driver);
    const resolved = options.isTelnet === true ? overTelnet(named) : named;
    return {
      key: this.keyOf(target, resolved, credential),
      host: target.host,
      port: target.port,
      protocol: resolved.protocol,
      platform: adjusted(resolved, options, credential),
      credential,
      algorithms: options.algorithms ?? settings.sshAlgorithms,
      connectTimeoutMs: options.connectTimeoutMs ?? settings.connectTimeoutMs,
      loginTimeoutMs: settings.loginTimeoutMs,
      keepaliveMs: settings.sshKeepaliveMs,
      maxOutputBytes: settings.maxOutputBytes,
    };
  }

  /** The whole log-in is part of it: after a change of password nobody uses a session of the old one. */
  private keyOf({ host, port, options }: DeviceTarget, { name, protocol }: Platform, credential: Credential): string {
    const { username, password, privateKey, agentSocket, enableSecret } = credential;
    const key = [privateKey?.key.reveal(), privateKey?.passphrase?.reveal(), privateKey?.certificate, agentSocket];
    const answers = credential.answers?.map(({ question, answer }) => [question.source, answer.reveal()]);
    const identity = createHmac('sha256', this.hashKey)
      .update(JSON.stringify([username, password?.reveal(), enableSecret?.reveal(), key, answers]))
      .digest('base64');
    const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([host, port, protocol, name, sorted, identity]);
  }
}
