import type { TomError } from '../../../common/tom-error.js';
import type { Credential } from '../../credentials/credential.types.js';
import type { LoginAnswers } from '../cli/login-dialogue.js';
import { AuthenticationTimeoutError, ConnectionLostError } from '../devices.errors.js';
import type { HostKeyPolicy } from '../host-keys/host-key-checks.port.js';
import type { JumpHost } from '../jump-hosts.js';
import type { Platform, Protocol } from '../platforms/platform.types.js';
import type { AlgorithmProfile, Transport, TransportConnection } from '../transport/transport.port.js';
import { CliDriver, type ExchangeOptions } from './cli-driver.js';
import { loginError } from './login-errors.js';
import { commandError } from './outcome-errors.js';
import { sshCredential } from './platform-credential.js';

/** All that is needed to reach a device's prompt. */
export interface ConnectionPlan {
  /** Equal for connections that may stand in for each other. */
  readonly key: string;
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly platform: Platform;
  readonly credential: Credential;
  readonly algorithms: AlgorithmProfile;
  readonly hostKeyPolicy: HostKeyPolicy;
  readonly connectTimeoutMs: number;
  readonly handshakeTimeoutMs?: number;
  readonly loginTimeoutMs: number;
  readonly privilegeTimeoutMs: number;
  /** Longest time of a command. Default: what its caller allows. */
  readonly commandTimeoutMs?: number;
  /** How long the device may be silent in a command. Default: what its caller says. */
  readonly idleTimeoutMs?: number;
  readonly keepaliveMs: number;
  readonly sourceAddress?: string;
  readonly jumpHosts?: readonly JumpHost[];
  readonly maxOutputBytes: number;
}

/** How long the device may take to end a session after it was asked to, in milliseconds. */
const LEAVE_TIMEOUT_MS = 1000;
/** How long a further session on a connection may say nothing: this time, in milliseconds, and that of the first log-in so many times. */
const MUTE_MS = 1000;
const MUTE_LOGINS = 4;

/** Name that SSH is opened with, where it is not the user's: what a user has put behind a `+` in it stays as it is. */
function sshUser({ platform, credential }: ConnectionPlan): string | undefined {
  const { username, sshUsername } = credential;
  if (sshUsername !== undefined || username.includes('+')) return sshUsername;
  return platform.login.sshUser?.replaceAll('{username}', username);
}

/** A logged-in connection and the session on it. On a shell every `acquire` opens a channel of its own. */
export class DeviceConnection {
  readonly openedAtMs = performance.now();
  /** A second session was opened on it and said nothing: servers that carry one do so, and do not tell. */
  isMute = false;
  private driver: CliDriver | undefined;
  private firstLoginMs: number | undefined;
  private basePrompt = '';

  private constructor(
    readonly plan: ConnectionPlan,
    private readonly connection: TransportConnection,
  ) {}

  static async open(transport: Transport, plan: ConnectionPlan, signal?: AbortSignal): Promise<DeviceConnection> {
    const { refusals } = plan.platform.login;
    const ssh = { credential: sshCredential(plan.credential), sshUser: sshUser(plan) };
    return new DeviceConnection(plan, await transport.connect({ ...plan, ...ssh, refusals, signal }));
  }

  get address(): string {
    return `${this.plan.host}:${this.plan.port}`;
  }

  /** See `TransportConnection`. */
  get serverVersion(): string | undefined {
    return this.connection.serverVersion;
  }

  /** Open, and its session (if it keeps one) stands at the prompt it had after log-in, with nothing unexpected. */
  get isReusable(): boolean {
    if (!this.connection.isOpen) return false;
    if (this.plan.platform.isShell) return !this.connection.carriesOneSession;
    if (this.driver === undefined) return true;
    return this.driver.isReady && this.driver.isAt(this.basePrompt);
  }

  /**
   * A session that stands at its prompt, prepared. Closes the connection when there is none to be had. A connection
   * that opens no channel within `signOfLifeMs` is taken for dead.
   */
  async acquire(signal?: AbortSignal, signOfLifeMs = Infinity): Promise<CliDriver> {
    if (this.driver !== undefined) return this.driver;
    const deadlineAt = Date.now() + this.plan.loginTimeoutMs;
    try {
      const driver = await this.openDriver(Math.min(signOfLifeMs, this.plan.loginTimeoutMs), signal);
      await this.logIn(driver, { deadlineAt, signal, signOfLifeMs: this.longestSilenceMs });
      await this.prepare(driver, deadlineAt, signal);
      this.basePrompt = driver.prompt;
      this.driver = driver;
      return driver;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The job is done with the session. */
  release(): void {
    if (!this.plan.platform.isShell) return;
    this.driver?.close();
    this.driver = undefined;
  }

  /** Ends session and connection politely, within a second. */
  async leave(): Promise<void> {
    if (this.connection.isOpen) await this.driver?.leave(this.plan.platform, LEAVE_TIMEOUT_MS);
    this.close();
  }

  /** Ends the connection at once. May be repeated. */
  close(): void {
    this.connection.close();
  }

  private async openDriver(timeoutMs: number, signal: AbortSignal | undefined): Promise<CliDriver> {
    const { platform, maxOutputBytes } = this.plan;
    const driver = new CliDriver({ address: this.address, platform, maxOutputBytes });
    const opening = this.connection.openChannel(platform.terminal, driver, signal);
    driver.attach(await this.within(timeoutMs, opening));
    return driver;
  }

  private get longestSilenceMs(): number | undefined {
    return this.firstLoginMs === undefined ? undefined : MUTE_MS + MUTE_LOGINS * this.firstLoginMs;
  }

  private async logIn(driver: CliDriver, options: ExchangeOptions): Promise<void> {
    const startedAtMs = performance.now();
    const outcome = await driver.open(options, this.loginAnswers()).catch((error: unknown) => {
      this.isMute = driver.isMute;
      throw error;
    });
    const elapsedMs = performance.now() - startedAtMs;
    this.firstLoginMs ??= elapsedMs;
    if (outcome.kind === 'opened') return;
    const { username, id: credentialId } = this.plan.credential;
    throw loginError(outcome, { address: this.address, elapsedMs, username, credentialId });
  }

  /** What the device may be told inside the session; nothing where it knows already who is there. */
  private loginAnswers(): LoginAnswers | undefined {
    const { credential, platform } = this.plan;
    const isLetIn = this.connection.isAuthenticated;
    return isLetIn && !platform.login.isInBand ? undefined : { ...credential, isLetIn };
  }

  /** Best effort: a device that refuses is used as it is, its pager is answered. */
  private async prepare(driver: CliDriver, deadlineAt: number, signal: AbortSignal | undefined): Promise<void> {
    const { entry, widthCommands, pagingCommands } = this.plan.platform;
    const entering = entry?.prompt.test(driver.prompt.trimEnd()) === true ? [entry.command] : [];
    for (const command of [...entering, ...widthCommands, ...pagingCommands]) {
      const startedAtMs = performance.now();
      const outcome = await driver.run(command, { deadlineAt, signal });
      if (outcome.kind === 'replied') continue;
      const facts = { address: this.address, elapsedMs: performance.now() - startedAtMs };
      throw commandError(outcome, command, facts, 'paging');
    }
  }

  private async within<T>(timeoutMs: number, opening: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.noShell(timeoutMs)), timeoutMs);
    });
    try {
      return await Promise.race([opening, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private noShell(timeoutMs: number): TomError {
    const text = `${this.address} took the log-in but opened no shell within ${timeoutMs / 1000} s`;
    return timeoutMs < this.plan.loginTimeoutMs
      ? new ConnectionLostError(text, { stage: 'prompt' })
      : new AuthenticationTimeoutError(text);
  }
}
