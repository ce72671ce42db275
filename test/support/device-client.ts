import { POOL_SETTINGS } from './pool-settings.js';
import { Secret } from '../../src/common/secret.js';
import type { Credential } from '../../src/modules/credentials/credential.types.js';
import { CredentialNotFoundError } from '../../src/modules/credentials/credentials.errors.js';
import type { DeviceSession, DeviceTarget } from '../../src/modules/devices/device-sessions.port.js';
import type { HostKeyChecks } from '../../src/modules/devices/host-keys/host-key-checks.port.js';
import { resolveJumpHosts } from '../../src/modules/devices/jump-hosts.js';
import { PlatformRegistry } from '../../src/modules/devices/platforms/platform-registry.js';
import { SessionPool, type SessionPoolSettings } from '../../src/modules/devices/session/session-pool.js';
import { ProtocolTransport } from '../../src/modules/devices/transport/protocol.transport.js';
import { hostKeyChecks } from './host-keys.js';

const SETTINGS: SessionPoolSettings = {
  ...POOL_SETTINGS,
  maxOutputBytes: 2 ** 26,
  sshKeepaliveMs: 15_000,
  sessionMaxAgeMs: 3_600_000,
};

export interface DeviceClientOptions {
  readonly server: { readonly host: string; readonly port: number };
  readonly user: { readonly username: string; readonly password: string };
  readonly driver: string;
  /** `adapter_options`. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly settings?: Partial<SessionPoolSettings>;
  /** What the log-in has besides user name and password. */
  readonly credential?: Partial<Credential>;
  /** Default: checks of the client's own, which know no key. */
  readonly hostKeys?: HostKeyChecks;
  /** The store of log-ins that jump hosts are looked up in, by id. */
  readonly logins?: Readonly<Record<string, Credential>>;
}

/** What a suite needs to send commands to a server as one user: a pool of its own. */
export class DeviceClient {
  private constructor(
    readonly pool: SessionPool,
    private readonly target: DeviceTarget,
    private readonly credential: Credential,
  ) {}

  static async of({
    server,
    user,
    driver,
    options = {},
    logins = {},
    hostKeys = hostKeyChecks(),
    ...rest
  }: DeviceClientOptions): Promise<DeviceClient> {
    const registry = new PlatformRegistry();
    await registry.onModuleInit();
    const pool = new SessionPool(registry, new ProtocolTransport(hostKeys), { ...SETTINGS, ...rest.settings });
    const login = { id: 'test', username: user.username, password: new Secret(user.password) };
    const credential = { ...login, ...rest.credential };
    const target = { host: server.host, port: server.port, driver, options };
    const jumpHosts = await resolveJumpHosts(target, credential, { get: async (id) => found(logins[id], id) });
    return new DeviceClient(pool, { ...target, jumpHosts }, credential);
  }

  /** Runs work on a session, which may be a kept one; `password` is another one than the user's. */
  use<T>(work: (session: DeviceSession) => Promise<T>, password?: string): Promise<T> {
    const changed = password === undefined ? {} : { password: new Secret(password) };
    return this.pool.use(this.target, { ...this.credential, ...changed }, work, { repeatable: true });
  }

  async send(command: string): Promise<string> {
    return (await this.use((session) => session.sendCommand(command))).output;
  }

  /** Sends several commands on one session. */
  sendAll(...commands: string[]): Promise<string[]> {
    return this.use(async (session) => {
      const outputs: string[] = [];
      for (const command of commands) outputs.push((await session.sendCommand(command)).output);
      return outputs;
    });
  }

  stop(): Promise<void> {
    return this.pool.onApplicationShutdown();
  }
}

function found(login: Credential | undefined, id: string): Credential {
  if (login === undefined) throw new CredentialNotFoundError(`there is no credential "${id}"`);
  return login;
}
