import type { Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { AuthContext, AuthenticationType, Connection, ServerChannel, Session } from 'ssh2';
import { joinWrites } from '../common/join-writes.js';
import type { ShellWire } from './cli/reply-writer.js';
import type { FrontOptions, LoginTry } from './front-options.js';
import { hostKeyOf } from './host-key.js';
import { DEFAULT_TERMINAL, type RemoteShell } from './remote-shell.js';
import { SshRounds } from './ssh-rounds.js';

/** Devices ask for no sign of life by themselves; ssh2's server does so every 15 s unless it is told a longer time. */
const NEVER_MS = 2 ** 31 - 1;

/** What the front needs of its device. */
export interface SshFrontOptions extends FrontOptions {
  readonly hostKey: string;
}

/** The SSH side of a device: log-in, terminal and shells of every connection. */
export class SshFront {
  readonly #server: ssh2.Server;
  /** Stands in for a server that was replaced. */
  readonly #other: ssh2.Server;
  /** By the client's address: ssh2 tells of a connection only once the client has said its name. */
  readonly #sockets = new Map<string, Socket>();

  constructor(private readonly options: SshFrontOptions) {
    this.#server = this.serverWith(options.hostKey);
    this.#other = this.serverWith(hostKeyOf('another lab'));
  }

  /** Serves SSH on a connection that was just accepted. */
  accept(socket: Socket): void {
    const address = `${socket.remoteAddress} ${socket.remotePort}`;
    this.#sockets.set(address, socket);
    socket.once('close', () => this.#sockets.delete(address));
    joinWrites(socket);
    const { otherHostKey = false } = this.options.faults();
    (otherHostKey ? this.#other : this.#server).injectSocket(socket);
    if (this.options.faults().dropAt === 'key_exchange') socket.once('data', () => socket.destroy());
  }

  private serverWith(hostKey: string): ssh2.Server {
    const { ident, banner } = this.options.login;
    const server = new ssh2.Server({ hostKeys: [hostKey], ident, banner, keepaliveInterval: NEVER_MS });
    return server.on('connection', (connection, { ip, port }) => {
      const socket = this.#sockets.get(`${ip} ${port}`);
      if (socket === undefined) connection.end();
      else new SshConnection(this.options, connection, socket);
    });
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
      if (options.faults().dropAt === 'authenticated') socket.destroy();
      else if (!this.isOpenToAll) this.enterSession();
    });
    connection.on('session', (accept, reject) => {
      if (this.#shellsOpen >= options.login.shells) reject();
      else this.openSession(accept());
    });
  }

  /** Whether SSH lets everybody in, and the log-in is asked for in the terminal. */
  private get isOpenToAll(): boolean {
    return this.options.login.methods.includes('none');
  }

  private get methods(): AuthenticationType[] {
    const { extraRound, accountLocked = false } = this.options.faults();
    const isAsking = extraRound !== undefined || (accountLocked && !this.isOpenToAll);
    return isAsking ? ['keyboard-interactive'] : this.options.login.methods;
  }

  private enterSession(): void {
    this.options.log.sessionOpened();
    this.socket.once('close', () => this.options.log.sessionClosed());
  }

  private authenticate(context: AuthContext): void {
    const { neverAnswer, dropAt } = this.options.faults();
    if (neverAnswer === 'login') return;
    if (!this.methods.includes(context.method)) context.reject(this.methods);
    else if (dropAt === 'login') this.socket.destroy();
    else if (context.method === 'none') context.accept();
    else if (context.method === 'password') this.judge(context, context.password);
    else if (context.method === 'keyboard-interactive') this.askRounds(context);
  }

  private askRounds(context: Extract<AuthContext, { method: 'keyboard-interactive' }>): void {
    new SshRounds(this.options.login.rounds, this.options.faults()).ask(context, (outcome) => {
      if (outcome.hasChangedPassword) this.options.log.passwordChanged();
      this.judge(context, outcome.password, outcome.isAccepted);
    });
  }

  private judge(context: AuthContext, password: string, isComplete = true): void {
    const { username, method } = context;
    const login: LoginTry = { username, password: isComplete ? password : '', method };
    this.options.judge(login, (isAccepted) => {
      const { accountLocked = false } = this.options.faults();
      if (isAccepted) context.accept();
      else if (accountLocked && context.method === 'keyboard-interactive') {
        const words = this.options.login.dialogue.locked.trim();
        context.prompt([], '', words, () => this.refuse(context));
      } else this.refuse(context);
    });
  }

  private refuse(context: AuthContext): void {
    this.#attemptsLeft--;
    context.reject(this.methods);
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
      const channel = accept();
      const wire = this.wireTo(channel);
      const { openShell, openDialogue, faults } = this.options;
      const hooks = { method: 'terminal', faults, onLogin: () => this.enterSession() };
      shell = this.isOpenToAll ? openDialogue(wire, () => terminal, hooks) : openShell(wire, terminal, faults);
      this.serve(channel, shell);
    });
  }

  private serve(channel: ServerChannel, shell: RemoteShell): void {
    channel.on('data', (data: Buffer) => shell.receive(data));
    channel.on('error', () => undefined);
    channel.once('end', () => channel.end());
    channel.once('close', () => shell.close());
    shell.start();
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
