import type { Duplex } from 'node:stream';
import type { Client, ClientChannel, PseudoTtyOptions } from 'ssh2';
import { errorMessage, type TomError } from '../../../common/tom-error.js';
import { ConnectionLostError, SessionAbortedError, SessionRefusedError } from '../devices.errors.js';
import type { TerminalSize } from '../platforms/platform.types.js';
import { openTunnel } from './ssh-tunnel.js';
import type { ChannelListener, ConnectRequest, TransportChannel, TransportConnection } from './transport.port.js';

/** A logged-in SSH connection. */
export class SshConnection implements TransportConnection {
  readonly serverVersion: string | undefined;
  readonly carriesOneSession = false;
  isOpen = true;
  private lostBecause: string | undefined;
  private readonly address: string;

  constructor(
    private readonly client: Client,
    private readonly socket: Duplex,
    request: ConnectRequest,
    readonly isAuthenticated: boolean,
  ) {
    this.address = `${request.host}:${request.port}`;
    this.serverVersion = serverVersionOf(client);
    client.removeAllListeners('error');
    client.on('error', (error) => {
      this.isOpen = false;
      this.lostBecause ??= reasonOf(error, request.keepaliveMs);
    });
    client.on('close', () => {
      this.isOpen = false;
    });
    client.on('end', () => {
      this.isOpen = false;
    });
  }

  async openChannel(
    terminal: TerminalSize,
    listener: ChannelListener,
    signal?: AbortSignal,
  ): Promise<TransportChannel> {
    if (!this.isOpen) throw this.lost();
    const window = { term: terminal.type, cols: terminal.columns, rows: terminal.rows, width: 0, height: 0 };
    const channel = await this.shell(window, signal).catch((error: unknown) => {
      // A shell without terminal is a shell all the same.
      if (isTerminalRefused(error)) return this.shell(false, signal);
      throw error;
    });
    return this.wire(channel, listener);
  }

  /** A connection from this host to another one. Rejects with an error of stage `connect`. */
  openTunnel(target: { host: string; port: number }, timeoutMs: number, signal?: AbortSignal): Promise<Duplex> {
    const { host, port } = target;
    return openTunnel(this.client, { through: this.address, host, port, timeoutMs, signal });
  }

  close(): void {
    this.isOpen = false;
    this.client.end();
    // ssh2 waits for the device to hang up as well; what was typed and its good-bye go out before this turn is over.
    setImmediate(() => this.socket.destroy());
  }

  private shell(window: PseudoTtyOptions | false, signal: AbortSignal | undefined): Promise<ClientChannel> {
    return new Promise<ClientChannel>((resolve, reject) => {
      const abort = () => {
        this.close();
        reject(new SessionAbortedError(`opening a shell on ${this.address} was given up`, { stage: 'prompt' }));
      };
      const lost = () => reject(this.lost());
      const settle = (action: () => void) => {
        signal?.removeEventListener('abort', abort);
        this.client.removeListener('close', lost);
        action();
      };
      signal?.addEventListener('abort', abort);
      this.client.once('close', lost);
      if (signal?.aborted === true) abort();
      try {
        this.client.shell(window, (error, channel) =>
          settle(() => (error === undefined || error === null ? resolve(channel) : reject(this.refused(error)))),
        );
      } catch (error) {
        settle(() => reject(this.refused(error)));
      }
    });
  }

  private wire(channel: ClientChannel, listener: ChannelListener): TransportChannel {
    let isClosed = false;
    const closed = (reason: string | undefined) => {
      if (isClosed) return;
      isClosed = true;
      listener.closed(reason ?? this.lostBecause);
    };
    channel.on('data', (bytes: Buffer) => listener.data(bytes));
    channel.stderr.on('data', (bytes: Buffer) => listener.data(bytes));
    channel.on('error', (error: Error) => closed(error.message));
    channel.on('close', () => closed(undefined));
    return {
      write: (text) => {
        if (!isClosed && channel.writable) channel.write(text);
      },
      close: () => {
        if (!isClosed) channel.close();
      },
    };
  }

  private lost(): TomError {
    const reason = this.lostBecause === undefined ? '' : `: ${this.lostBecause}`;
    return new ConnectionLostError(`${this.address} ended the connection before a shell was open${reason}`, {
      stage: 'prompt',
    });
  }

  private refused(error: unknown): TomError {
    if (!this.isOpen) return this.lost();
    return new SessionRefusedError(
      `${this.address} opens no shell (${errorMessage(error)}); it may have too many sessions open`,
      { cause: error },
    );
  }
}

function isTerminalRefused(error: unknown): boolean {
  return error instanceof SessionRefusedError && /pseudo-terminal/.test(errorMessage(error.cause));
}

function reasonOf(error: Error, keepaliveMs: number): string {
  if ('level' in error && error.level === 'client-timeout') {
    return `no answer to keepalives for ${(keepaliveMs * 3) / 1000} s`;
  }
  return error.message;
}

/** ssh2 keeps it to itself. */
function serverVersionOf(client: Client): string | undefined {
  const version: unknown = '_remoteVer' in client ? client._remoteVer : undefined;
  return typeof version === 'string' ? version : undefined;
}
