import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import ssh2, {
  type AuthContext,
  type Connection,
  type KeyboardAuthContext,
  type ParsedKey,
  type Server,
  type ServerChannel,
} from 'ssh2';
import { hostKeyOf } from '../../src/lab/host-key.js';

export interface SshServerOptions {
  readonly password?: string;
  /** Log-in methods it offers. Default: password. */
  readonly methods?: readonly ('password' | 'keyboard-interactive' | 'publickey')[];
  /** Rounds of questions of the keyboard-interactive method. Default: one, for the password. */
  readonly questions?: readonly (readonly string[])[];
  /** The key it knows; a private one will do. Default: none. */
  readonly publicKey?: string | ParsedKey;
  /** Lets in whoever comes, without a question. */
  readonly isOpenToAll?: boolean;
  /** ssh2's `algorithms`. */
  readonly algorithms?: Record<string, readonly string[]>;
  /** Never answers a log-in. */
  readonly ignoresLogins?: boolean;
  /** Refuses to open channels. */
  readonly refusesChannels?: boolean;
  /** Gives no pty. */
  readonly refusesTerminals?: boolean;
  /** Plays the device. Default: a `router`. */
  readonly shell?: (stream: ServerChannel, server: SshServer) => void;
}

const HOST_KEY = hostKeyOf('test');

/** What a router called r1 puts out for a line; `undefined` where it does not come back to its prompt. */
export type Answer = (line: string, stream: ServerChannel, server: SshServer) => string | undefined;

/** A router called r1: echoes each line, puts out what `answer` gives and shows its prompt. `exit` ends the session. */
export function router(answer: Answer = (line) => `reply to ${line}\r\n`) {
  return (stream: ServerChannel, server: SshServer): void => {
    stream.write('r1#');
    let typed = '';
    stream.on('data', (bytes: Buffer) => {
      typed += bytes.toString();
      for (let end = typed.indexOf('\n'); end >= 0; end = typed.indexOf('\n')) {
        const line = typed.slice(0, end);
        typed = typed.slice(end + 1);
        if (line === 'exit') {
          stream.exit(0);
          stream.end();
          return;
        }
        stream.write(`${line}\r\n`);
        const output = line === '' ? '' : answer(line, stream, server);
        if (output !== undefined) stream.write(`${output}r1#`);
      }
    });
  };
}

/** A switch called edge1 whose prompt counts the lines it was given. */
export function countingSwitch(stream: ServerChannel): void {
  let count = 1;
  const prompt = () => stream.write(`* edge1.${count++} # `);
  prompt();
  stream.on('data', (bytes: Buffer) => {
    const line = bytes.toString().trimEnd();
    stream.write(`${line}\r\n${line === '' ? '' : 'ok\r\n'}`);
    prompt();
  });
}

/** An SSH server whose every step a test decides. */
export class SshServer {
  readonly host = '127.0.0.1';
  /** Methods clients tried, in order. */
  readonly attempts: string[] = [];
  /** Names clients tried to log in by. */
  readonly users = new Set<string>();
  /** What clients answered to questions, in order. */
  readonly answers: string[] = [];
  /** Addresses clients came from. */
  readonly clients: string[] = [];
  logins = 0;
  shells = 0;
  readonly connections = new Set<Connection>();

  private constructor(
    private readonly server: Server,
    private readonly options: SshServerOptions,
  ) {}

  static async start(options: SshServerOptions = {}): Promise<SshServer> {
    const server = new ssh2.Server({
      hostKeys: [HOST_KEY],
      algorithms: options.algorithms,
    });
    const own = new SshServer(server, options);
    server.on('connection', (connection, { ip }) => {
      own.clients.push(ip);
      own.accept(connection);
    });
    server.listen(0, own.host);
    await once(server, 'listening');
    return own;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends every connection without a word. */
  dropAll(): void {
    for (const connection of this.connections) connection.end();
  }

  async stop(): Promise<void> {
    this.dropAll();
    const closed = once(this.server, 'close');
    this.server.close();
    await closed;
  }

  private accept(connection: Connection): void {
    this.connections.add(connection);
    (connection as Connection & { setNoDelay(isOn: boolean): void }).setNoDelay(true);
    connection
      .on('error', () => undefined)
      .on('close', () => this.connections.delete(connection))
      .on('authentication', (context) => this.authenticate(context))
      .on('ready', () => {
        this.logins += 1;
        connection.on('session', (accept, reject) => {
          if (this.options.refusesChannels === true) {
            reject();
            return;
          }
          accept()
            .on('pty', (acceptPty, rejectPty) => (this.options.refusesTerminals === true ? rejectPty() : acceptPty()))
            .on('shell', (acceptShell) => {
              this.shells += 1;
              const stream = acceptShell();
              stream.on('error', () => undefined);
              (this.options.shell ?? router())(stream, this);
            });
        });
      });
  }

  private authenticate(context: AuthContext): void {
    this.users.add(context.username);
    this.attempts.push(context.method);
    if (this.options.ignoresLogins === true) return;
    const { methods = ['password'], password = 'secret' } = this.options;
    const offered = [...methods];
    if (this.options.isOpenToAll === true || this.knowsKey(context)) {
      context.accept();
      return;
    }
    if (context.method === 'password' && offered.includes('password') && context.password === password) {
      context.accept();
      return;
    }
    if (context.method === 'keyboard-interactive' && offered.includes('keyboard-interactive')) {
      this.ask(context, [...(this.options.questions ?? [['Password: ']])], []);
      return;
    }
    context.reject(offered);
  }

  private knowsKey(context: AuthContext): boolean {
    const { publicKey } = this.options;
    if (context.method !== 'publickey' || publicKey === undefined) return false;
    const key = ssh2.utils.parseKey(publicKey);
    if (key instanceof Error || !key.getPublicSSH().equals(context.key.data)) return false;
    return (
      context.signature === undefined || key.verify(context.blob ?? '', context.signature, context.hashAlgo) === true
    );
  }

  private ask(context: KeyboardAuthContext, rounds: (readonly string[])[], answers: readonly string[]): void {
    const [round, ...rest] = rounds;
    if (round === undefined) {
      if (answers.includes(this.options.password ?? 'secret')) context.accept();
      else context.reject([...(this.options.methods ?? [])]);
      return;
    }
    const prompts = round.map((prompt) => ({ prompt, echo: false }));
    context.prompt(prompts, (given) => {
      this.answers.push(...given);
      this.ask(context, rest, [...answers, ...given]);
    });
  }
}

/** Carries bytes to a port until it is frozen: then connections stay open and nothing comes through. */
export class Relay {
  readonly host = '127.0.0.1';
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: TcpServer) {}

  static async start(port: number): Promise<Relay> {
    const server = createServer();
    const relay = new Relay(server);
    server.on('connection', (near) => {
      const far = connect(port, relay.host);
      for (const socket of [near, far]) {
        relay.sockets.add(socket);
        socket
          .on('error', () => undefined)
          .on('close', () => {
            near.destroy();
            far.destroy();
          });
      }
      near.pipe(far).pipe(near);
    });
    server.listen(0, relay.host);
    await once(server, 'listening');
    return relay;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  freeze(): void {
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}
