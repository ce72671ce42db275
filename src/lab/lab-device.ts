import { createServer, type Server, type Socket } from 'node:net';
import { CommandInterpreter } from './cli/command-interpreter.js';
import { DeviceShell } from './cli/device-shell.js';
import { seededRandom, type RandomSource } from './cli/noise.js';
import type { ShellWire } from './cli/reply-writer.js';
import { toWire } from './cli/template.js';
import { DeviceFacts } from './device-facts.js';
import { DeviceLog } from './device-log.js';
import type { LabFaults } from './lab-faults.js';
import { LabSettingsError } from './lab.errors.js';
import type { LabPlatform } from './platform/platform-loader.js';
import { SshFront, type TerminalSize } from './ssh-front.js';

/** A device of the lab. */
export interface LabDeviceOptions {
  /** Also its host name. Default: as the platform's description says, with the number of the device. */
  readonly name?: string;
  /** Name of a platform of the lab, such as `cisco_ios`. */
  readonly platform: string;
  /** TCP port on the loopback address; 0 = any free one, the default. */
  readonly port?: number;
  /** Default `lab`. */
  readonly username?: string;
  /** Default `lab`. */
  readonly password?: string;
  /** Secret for the privileged mode. Without it a log-in lands there at once. */
  readonly enableSecret?: string;
  /** Default: none. */
  readonly faults?: LabFaults;
  /** Values of placeholders in the transcripts, besides those every device has; they win. */
  readonly facts?: Readonly<Record<string, string>>;
  /** Size of what `show tech-support` and its like print, with `\n` line ends. Default 1 MiB. */
  readonly bigOutputBytes?: number;
}

/** What a device shares with the others of its lab. */
export interface LabSurroundings {
  readonly platform: LabPlatform;
  /** Position in the lab, from 1. */
  readonly number: number;
  readonly hostKey: string;
  readonly now: () => Date;
}

/** The only address a lab listens on. */
export const LOOPBACK = '127.0.0.1';

const DEFAULT_LOGIN = 'lab';
const DEFAULT_BIG_OUTPUT_BYTES = 1024 * 1024;

/** A simulated device that listens on a port of its own. */
export class LabDevice {
  readonly name: string;
  readonly host = LOOPBACK;
  readonly username: string;
  readonly password: string;
  readonly enableSecret: string | undefined;
  /** What happened at the device. */
  readonly log = new DeviceLog();
  readonly #front: SshFront;
  readonly #interpreter: CommandInterpreter;
  readonly #random: RandomSource;
  readonly #sockets = new Set<Socket>();
  readonly #shells = new Set<DeviceShell>();
  #faults: LabFaults;
  #server: Server | undefined;
  #port: number;

  constructor(
    options: LabDeviceOptions,
    private readonly surroundings: LabSurroundings,
  ) {
    const { platform, number, hostKey, now } = surroundings;
    this.name = options.name ?? platform.description.hostname.replace(/\{\{\s*number\s*\}\}/, String(number));
    this.username = options.username ?? DEFAULT_LOGIN;
    this.password = options.password ?? DEFAULT_LOGIN;
    this.enableSecret = options.enableSecret;
    this.#faults = options.faults ?? {};
    this.#port = options.port ?? 0;
    this.#random = seededRandom(number);
    const identity = { name: this.name, number, username: this.username };
    const facts = new DeviceFacts(identity, { ...platform.description.facts, ...options.facts }, now);
    this.#interpreter = new CommandInterpreter(platform, facts, {
      hasEnableSecret: options.enableSecret !== undefined,
      bigOutputBytes: options.bigOutputBytes ?? DEFAULT_BIG_OUTPUT_BYTES,
    });
    this.#front = new SshFront({
      hostKey,
      login: platform.description.login,
      log: this.log,
      faults: () => this.#faults,
      isRightLogin: (username, password) => username === this.username && password === this.password,
      openShell: (wire, terminal) => this.openShell(wire, terminal),
    });
  }

  /** TCP port it listens on; it stays the same while connections are refused. */
  get port(): number {
    return this.#port;
  }

  /** Name of its platform in the lab. */
  get platform(): string {
    return this.surroundings.platform.name;
  }

  /** Driver name for an inventory. */
  get driver(): string {
    return this.surroundings.platform.description.driver;
  }

  /** The faults that are on. */
  get faults(): LabFaults {
    return this.#faults;
  }

  /** Replaces all faults, `{}` heals the device; open sessions see it with their next byte. */
  async setFaults(faults: LabFaults): Promise<void> {
    this.#faults = faults;
    for (const shell of this.#shells) shell.faultsChanged();
    if (faults.refuseConnections) await this.stopListening();
    else await this.startListening();
  }

  /** Shows a line in every open shell, as a device does with its log messages. */
  say(text: string): void {
    for (const shell of this.#shells) shell.say(toWire(`${text}\n`));
  }

  /** Breaks every open connection. */
  disconnectAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** @throws LabSettingsError when the port cannot be used */
  async start(): Promise<void> {
    if (this.#port === 0 || !this.#faults.refuseConnections) await this.startListening();
    if (this.#faults.refuseConnections) await this.stopListening();
  }

  async stop(): Promise<void> {
    const isClosed = this.stopListening();
    this.disconnectAll();
    await isClosed;
  }

  private openShell(wire: ShellWire, terminal: TerminalSize): DeviceShell {
    const { description } = this.surroundings.platform;
    const shell = new DeviceShell(
      {
        interpreter: this.#interpreter,
        terminal: description.terminal,
        motd: description.login.motd,
        log: this.log,
        faults: () => this.#faults,
        random: this.#random,
        isRightAnswer: (wanted, answer) => this.isRightAnswer(wanted, answer),
        onClosed: () => this.#shells.delete(shell),
      },
      wire,
      terminal,
    );
    this.#shells.add(shell);
    return shell;
  }

  private isRightAnswer(wanted: 'enable_secret' | 'password' | 'anything', answer: string): boolean {
    if (wanted === 'anything') return true;
    return answer === (wanted === 'password' ? this.password : this.enableSecret);
  }

  private accept(socket: Socket): void {
    this.log.connectionOpened();
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#faults.neverAnswer === 'connect') socket.resume();
    else this.#front.accept(socket);
  }

  private async startListening(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer({ noDelay: true }, (socket) => this.accept(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        this.#server = undefined;
        const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.message})`;
        const advice = 'choose another port, or 0 for any free one';
        reject(
          new LabSettingsError(`port ${this.#port} of lab device "${this.name}" ${reason}; ${advice}`, {
            cause: error,
          }),
        );
      });
      server.listen(this.#port, LOOPBACK, resolve);
    });
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  private async stopListening(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      if (this.#faults.refuseConnections) resolve();
    });
  }
}
