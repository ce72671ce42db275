import type { Duplex } from 'node:stream';
import { TomError } from '../../../common/tom-error.js';
import { AuthenticationFailedError, JumpHostError, SessionAbortedError } from '../devices.errors.js';
import type { JumpHost } from '../jump-hosts.js';
import type { SshConnection } from './ssh-connection.js';
import type { SshTransport } from './ssh.transport.js';
import type { ConnectRequest, TransportConnection } from './transport.port.js';

/** The way to a device through jump hosts: a connection to each through the one before. Of one device connection alone. */
export class JumpRoute {
  private readonly hops: SshConnection[] = [];

  constructor(
    private readonly ssh: SshTransport,
    private readonly request: ConnectRequest,
  ) {}

  /** A stream to the device. Rejects with an error that names the jump host where it belongs to one. */
  async open(): Promise<Duplex> {
    const { request } = this;
    try {
      for (const host of request.jumpHosts ?? []) await this.hop(host);
      const tunnel = await this.tunnelTo(request);
      if (tunnel === undefined) throw new TypeError('a route needs a jump host');
      // A socket ends when its peer does; a channel of SSH stays half open.
      tunnel.once('end', () => tunnel.destroy()).once('close', () => this.close());
      return tunnel.on('error', () => undefined);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Has the route end with the connection it carries. */
  carry(connection: TransportConnection): TransportConnection {
    const close = connection.close.bind(connection);
    connection.close = () => {
      close();
      this.close();
    };
    return connection;
  }

  /** Ends every hop, the last one first. May be repeated. */
  close(): void {
    for (const hop of this.hops.splice(0).reverse()) hop.close();
  }

  private async hop(host: JumpHost): Promise<void> {
    const { request } = this;
    try {
      const tunnel = await this.tunnelTo(host);
      this.hops.push(
        await this.ssh.connect({
          host: host.host,
          port: host.port,
          protocol: 'ssh',
          credential: host.credential,
          connectTimeoutMs: request.connectTimeoutMs,
          handshakeTimeoutMs: request.handshakeTimeoutMs,
          loginTimeoutMs: request.loginTimeoutMs,
          keepaliveMs: request.keepaliveMs,
          algorithms: request.algorithms,
          hostKeyPolicy: request.hostKeyPolicy,
          sourceAddress: request.sourceAddress,
          signal: request.signal,
          tunnel,
        }),
      );
    } catch (error) {
      throw hopError(error, host, request);
    }
  }

  private async tunnelTo(target: { host: string; port: number }): Promise<Duplex | undefined> {
    const { connectTimeoutMs, signal } = this.request;
    return this.hops.at(-1)?.openTunnel(target, connectTimeoutMs, signal);
  }
}

function hopError(error: unknown, { host, port, credential }: JumpHost, request: ConnectRequest): unknown {
  if (!(error instanceof TomError) || error instanceof SessionAbortedError || error instanceof JumpHostError) {
    return error;
  }
  const address = `${host}:${port}`;
  const text = error.message.startsWith(`${address} `)
    ? `jump host ${error.message}`
    : `jump host ${address}: ${error.message}`;
  // Whoever guards the device's credential is to know that it was refused.
  const isOwn = credential.id === request.credential.id && credential.username === request.credential.username;
  return error instanceof AuthenticationFailedError && isOwn
    ? new AuthenticationFailedError(text, { cause: error, details: error.details })
    : new JumpHostError(text, error);
}
