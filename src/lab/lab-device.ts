import { createServer, type Server, type Socket } from 'node:net';
import { CommandInterpreter } from './cli/command-interpreter.js';
import { DeviceShell } from './cli/device-shell.js';
import { BusyShell } from './cli/busy-shell.js';
import { LoginDialogue } from './cli/login-dialogue.js';
import { seededRandom, type RandomSource } from './cli/noise.js';
import type { ShellWire } from './cli/reply-writer.js';
import { toWire } from './cli/template.js';
import { DeviceFacts } from './device-facts.js';
import { DeviceLog } from './device-log.js';
import type { FrontOptions } from './front-options.js';
import type { LabFaults } from './lab-faults.js';
import { LabSettingsError } from './lab.errors.js';
import { LoginJudge } from './login-judge.js';
import type { LabPlatform } from './platform/platform-loader.js';
import type { QuestionDescription } from './platform/question-description.js';
import type { RemoteShell, TerminalSize } from './remote-shell.js';
import { SshFront } from './ssh-front.js';
import { TelnetFront } from './telnet-front.js';

/** A device of the lab. */
export interface LabDeviceOptions {
  /** Also its host name. Default: as the platform's description says, with the number of the device. */
  readonly name?: string;
  /** Name of a platform of the lab, such as `cisco_ios`. */
  readonly platform: string;
  /** TCP port on the loopback address; 0 = any free one, the default. */
  readonly port?: number;
  /** What it speaks. Default `ssh`. */
  readonly transport?: 'ssh' | 'telnet';
  /** Whether a log-in in the terminal asks for the password alone. Default false. */
  readonly passwordOnly?: boolean;
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
  readonly transport: 'ssh' | 'telnet';
  readonly #front: SshFront | TelnetFront;
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
      faults: () => this.#faults,
      isRightAnswer: (wanted, answer) => this.isRightAnswer(wanted, answer),
    });
    const front = this.frontOptions(options.passwordOnly ? this.username : undefined);
    this.transport = options.transport ?? 'ssh';
    this.#front = this.transport === 'telnet' ? new TelnetFront(front) : new SshFront({ ...front, hostKey });
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
    const { driver } = this.surroundings.platform.description;
    return this.transport === 'telnet' ? `${driver}_telnet` : driver;
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

  private frontOptions(onlyUser: string | undefined): FrontOptions {
    const { login } = this.surroundings.platform.description;
    const { username, password, log } = this;
    const faults = () => this.#faults;
    const judge = new LoginJudge({ username, password, userSuffix: login.user_suffix, log, faults });
    return {
      login,
      log,
      faults,
      judge: (attempt, done) => judge.judge(attempt, done),
      openShell: (wire, terminal, ownFaults) => this.openShell(wire, terminal, ownFaults),
      openDialogue: (wire, terminal, { method, faults: ownFaults, onLogin }) => {
        if (ownFaults().tooManySessions === true) return new BusyShell(wire);
        const options = {
          description: login.dialogue,
          attempts: login.attempts,
          onlyUser,
          faults: ownFaults,
          random: this.#random,
          text: (template: string) => this.#interpreter.text(template, this.#interpreter.startState(terminal())),
          judge: (name: string, secret: string, done: (isAccepted: boolean) => void) =>
            judge.judge({ username: name, password: secret, method }, done),
          openShell: () => {
            onLogin();
            return this.openShell(wire, terminal(), ownFaults);
          },
        };
        return new LoginDialogue(options, wire);
      },
    };
  }

  private openShell(wire: ShellWire, terminal: TerminalSize, faults: () => LabFaults): RemoteShell {
    if (faults().tooManySessions === true) return new BusyShell(wire);
    const shell = new DeviceShell(
      {
        interpreter: this.#interpreter,
        description: this.surroundings.platform.description,
        log: this.log,
        faults,
        random: this.#random,
        onClosed: () => this.#shells.delete(shell),
      },
      wire,
      terminal,
    );
    this.#shells.add(shell);
    return shell;
  }

  private isRightAnswer(wanted: QuestionDescription['answer'], answer: string): boolean {
    if (wanted === 'anything') return true;
    const right = { username: this.username, password: this.password, enable_secret: this.enableSecret };
    return answer === right[wanted];
  }

  private accept(socket: Socket): void {
    this.log.connectionOpened();
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#faults.neverAnswer === 'connect') socket.resume();
    else if (this.#faults.dropAt === 'connect') socket.destroy();
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
