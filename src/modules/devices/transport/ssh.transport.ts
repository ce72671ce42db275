import ssh2, { type Client, type ParsedKey } from 'ssh2';
import type { Duplex } from 'node:stream';
import { TomError } from '../../../common/tom-error.js';
import { SessionAbortedError } from '../devices.errors.js';
import type { HostKeyCheck, HostKeyChecks } from '../host-keys/host-key-checks.port.js';
import { algorithmsOf, OfferTrace } from './ssh-algorithms.js';
import { nameSignatureByKey } from './ssh-certificate.js';
import { SshConnection } from './ssh-connection.js';
import { connectionLost, sshConnectError, sshObstacle, sshTimeout, type SshPhase } from './ssh-errors.js';
import { privateKeyOf } from './ssh-key.js';
import { SshLogin } from './ssh-login.js';
import { hearNotices } from './ssh-notices.js';
import { openSocket } from './tcp-socket.js';
import { Transport, type ConnectRequest } from './transport.port.js';

/** Keepalives without an answer after which a connection is taken for dead. */
const UNANSWERED_KEEPALIVES = 3;

/** SSH, by ssh2. */
export class SshTransport extends Transport {
  constructor(private readonly hostKeys: HostKeyChecks) {
    super();
  }

  async connect(request: ConnectRequest): Promise<SshConnection> {
    const key = privateKeyOf(request.credential);
    const hostKey = await this.hostKeys.begin(request, request.hostKeyPolicy);
    const socket = request.tunnel ?? (await openSocket(request));
    return new SshHandshake(request, socket, key, hostKey).run();
  }
}

/** From a TCP connection to one that is logged in. */
class SshHandshake {
  private readonly client: Client = new ssh2.Client();
  private readonly trace = new OfferTrace();
  private readonly login: SshLogin;
  private said = '';
  private phase: SshPhase = 'key_exchange';
  private timer: NodeJS.Timeout | undefined;
  private isHostConfirmed = false;
  private settle: (error: TomError | undefined) => void = () => undefined;

  constructor(
    private readonly request: ConnectRequest,
    private readonly socket: Duplex,
    key: ParsedKey | undefined,
    private readonly hostKey: HostKeyCheck | undefined,
  ) {
    this.login = new SshLogin(request, key, (obstacle) => this.settle(sshObstacle(obstacle, request)));
  }

  async run(): Promise<SshConnection> {
    const { request, client, socket } = this;
    const abort = () =>
      this.settle(
        new SessionAbortedError(`log-in to ${request.host}:${request.port} was given up`, { stage: this.phase }),
      );
    try {
      await new Promise<void>((resolve, reject) => {
        this.settle = (error) => (error === undefined ? resolve() : reject(error));
        this.listen();
        this.arm(request.handshakeTimeoutMs ?? request.connectTimeoutMs);
        request.signal?.addEventListener('abort', abort);
        if (request.signal?.aborted === true) abort();
        // A tunnel may have ended before anybody listened to it.
        if (socket.destroyed) this.settle(connectionLost(undefined, this.facts()));
        this.begin();
      });
      return new SshConnection(client, socket, request, this.login.isIdentified);
    } catch (error) {
      client.on('error', () => undefined);
      client.destroy();
      socket.destroy();
      throw error;
    } finally {
      clearTimeout(this.timer);
      this.trace.end();
      request.signal?.removeEventListener('abort', abort);
    }
  }

  private listen(): void {
    this.client
      .once('handshake', () => {
        this.phase = 'authenticate';
        this.arm(this.request.loginTimeoutMs);
      })
      .once('ready', () => this.settle(undefined))
      .on('error', (error) => this.settle(sshConnectError(error, this.facts())))
      .on('banner', (text) => {
        if (this.login.isIdentified) this.said += `${text}\n`;
      })
      .on('close', () => this.settle(connectionLost(undefined, this.facts())))
      .on('change password', (text) => this.settle(sshObstacle({ kind: 'password_change', text }, this.request)));
  }

  private begin(): void {
    const { request, hostKey } = this;
    this.client.connect({
      sock: this.socket,
      username: request.sshUser ?? request.credential.username,
      readyTimeout: 0,
      keepaliveInterval: request.keepaliveMs,
      keepaliveCountMax: UNANSWERED_KEEPALIVES,
      algorithms: algorithmsOf(request.algorithms, hostKey?.knownTypes),
      hostVerifier: hostKey === undefined ? undefined : (key: Buffer) => this.isTaken(key, hostKey),
      authHandler: (methods, hasPartialSuccess, next) => {
        const goOn = (): void => {
          // ssh2 takes `false` for "no more methods"; its types do not say so.
          const method = this.login.next(methods, hasPartialSuccess);
          next(method as Exclude<typeof method, false>);
        };
        if (this.isHostConfirmed) goOn();
        else void this.confirmHost().then((isConfirmed) => isConfirmed && goOn());
      },
      debug: this.trace.trace,
    });
    hearNotices(this.client, (text) => (this.said += text));
    if (request.credential.privateKey?.certificate !== undefined) nameSignatureByKey(this.client);
  }

  private isTaken(key: Buffer, hostKey: HostKeyCheck): boolean {
    try {
      hostKey.judge(key);
      return true;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  /** Nothing of the log-in is sent before: what kept the key of a host may be somebody who stands between. */
  private async confirmHost(): Promise<boolean> {
    try {
      await this.hostKey?.confirm();
      this.isHostConfirmed = true;
    } catch (error) {
      this.fail(error);
    }
    return this.isHostConfirmed;
  }

  private fail(error: unknown): void {
    this.settle(error instanceof TomError ? error : connectionLost(error, this.facts()));
  }

  private arm(timeoutMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(sshTimeout(this.facts())), timeoutMs);
  }

  private facts() {
    const { request, phase, said, login } = this;
    return { request, phase, said, offered: this.trace.offered, methods: login.offered, tried: [...login.tried] };
  }
}
