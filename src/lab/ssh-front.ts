import type { Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { AuthContext, AuthenticationType, Connection, ServerChannel, Session } from 'ssh2';
import { joinWrites } from '../common/join-writes.js';
import type { ShellWire } from './cli/reply-writer.js';
import type { DeviceLog } from './device-log.js';
import type { LabFaults } from './lab-faults.js';
import type { LoginDescription } from './platform/platform-description.js';

export interface TerminalSize {
  readonly width: number;
  readonly height: number;
}

/** The shell behind a channel. */
export interface RemoteShell {
  start(): void;
  receive(data: Buffer): void;
  resize(width: number): void;
  close(): void;
}

/** What the front needs of its device. */
export interface SshFrontOptions {
  readonly hostKey: string;
  readonly login: LoginDescription;
  readonly log: DeviceLog;
  readonly faults: () => LabFaults;
  /** Whether a log-in is right; the fault `wrongPassword` is not its concern. */
  readonly isRightLogin: (username: string, password: string) => boolean;
  readonly openShell: (wire: ShellWire, terminal: TerminalSize) => RemoteShell;
}

/** Size of a terminal that says nothing about its size: that of a VT100. */
const DEFAULT_TERMINAL: TerminalSize = { width: 80, height: 24 };

/** The SSH side of a device: log-in, terminal and shells of every connection. */
export class SshFront {
  readonly #server: ssh2.Server;
  /** By the client's address: ssh2 tells of a connection only once the client has said its name. */
  readonly #sockets = new Map<string, Socket>();

  constructor(options: SshFrontOptions) {
    const { hostKey, login } = options;
    this.#server = new ssh2.Server({ hostKeys: [hostKey], ident: login.ident, banner: login.banner });
    this.#server.on('connection', (connection, { ip, port }) => {
      const socket = this.#sockets.get(`${ip} ${port}`);
      if (socket === undefined) connection.end();
      else new SshConnection(options, connection, socket);
    });
  }

  /** Serves SSH on a connection that was just accepted. */
  accept(socket: Socket): void {
    const address = `${socket.remoteAddress} ${socket.remotePort}`;
    this.#sockets.set(address, socket);
    socket.once('close', () => this.#sockets.delete(address));
    joinWrites(socket);
    this.#server.injectSocket(socket);
  }
}

/** One connection: its log-in and its shells. */
class SshConnection {
  #attemptsLeft: number;
  #shellsOpen = 0;

  constructor(
    private readonly options: SshFrontOptions,
    private readonly connection: Connection,
    private readonly socket: Socket,
  ) {
    this.#attemptsLeft = options.login.attempts;
    // A client that breaks off is no concern of the lab, and an `error` event without a listener would end the process.
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => this.authenticate(context));
    connection.on('ready', () => {
      options.log.sessionOpened();
      socket.once('close', () => options.log.sessionClosed());
    });
    connection.on('session', (accept, reject) => {
      if (this.#shellsOpen >= options.login.shells) reject();
      else this.openSession(accept());
    });
  }

  private authenticate(context: AuthContext): void {
    if (this.options.faults().neverAnswer === 'login') return;
    const methods: AuthenticationType[] = this.options.login.methods;
    if (!methods.includes(context.method)) {
      context.reject(methods);
    } else if (context.method === 'password') {
      this.judge(context, context.password);
    } else if (context.method === 'keyboard-interactive') {
      context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => this.judge(context, answers[0] ?? ''));
    }
  }

  private judge(context: AuthContext, password: string): void {
    const { username, method } = context;
    const accepted = this.options.isRightLogin(username, password) && !this.options.faults().wrongPassword;
    this.options.log.loginTried({ username, method, accepted });
    if (accepted) {
      context.accept();
      return;
    }
    this.#attemptsLeft--;
    context.reject(this.options.login.methods);
    if (this.#attemptsLeft === 0) this.connection.end();
  }

  private openSession(session: Session): void {
    let terminal = DEFAULT_TERMINAL;
    let shell: RemoteShell | undefined;
    this.#shellsOpen++;
    session.once('close', () => this.#shellsOpen--);
    // `accept` is absent for a request that wants no reply, whatever its type says.
    session.on('pty', (accept: (() => void) | undefined, _reject, { cols, rows }) => {
      terminal = { width: cols, height: rows };
      accept?.();
    });
    session.on('window-change', (_accept, _reject, { cols }) => shell?.resize(cols));
    session.once('shell', (accept) => {
      shell = this.openShell(accept(), terminal);
    });
  }

  private openShell(channel: ServerChannel, terminal: TerminalSize): RemoteShell {
    const shell = this.options.openShell(this.wireTo(channel), terminal);
    channel.on('data', (data: Buffer) => shell.receive(data));
    channel.on('error', () => undefined);
    channel.once('end', () => channel.end());
    channel.once('close', () => shell.close());
    shell.start();
    return shell;
  }

  private wireTo(channel: ServerChannel): ShellWire {
    return {
      write: (data) => {
        if (channel.writable) channel.write(data);
      },
      end: () => {
        channel.exit(0);
        channel.end();
        if (this.options.login.shells === 1) channel.once('close', () => this.connection.end());
      },
      drop: () => {
        channel.write(Buffer.alloc(0), () => this.socket.destroySoon());
      },
    };
  }
}
