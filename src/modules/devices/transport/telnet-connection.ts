import type { Duplex } from 'node:stream';
import { errorMessage } from '../../../common/tom-error.js';
import { ConnectionLostError, SessionRefusedError } from '../devices.errors.js';
import type { TerminalSize } from '../platforms/platform.types.js';
import { TelnetNegotiation } from './telnet-negotiation.js';
import { TelnetTyping } from './telnet-typing.js';
import type { ChannelListener, TransportChannel, TransportConnection } from './transport.port.js';

/** A Telnet connection: nobody is logged in on it yet, and it carries one session. */
export class TelnetConnection implements TransportConnection {
  readonly isAuthenticated = false;
  readonly carriesOneSession = true;
  isOpen = true;
  private hasChannel = false;
  private lostBecause: string | undefined;
  private listener: ChannelListener | undefined;

  constructor(
    private readonly socket: Duplex,
    private readonly address: string,
  ) {
    socket
      .on('error', (error) => {
        this.lostBecause ??= errorMessage(error);
      })
      .on('end', () => this.close())
      .on('close', () => this.closed());
  }

  async openChannel(terminal: TerminalSize, listener: ChannelListener): Promise<TransportChannel> {
    if (!this.isOpen) {
      throw new ConnectionLostError(`${this.address} ended the connection before it said a word`, { stage: 'prompt' });
    }
    if (this.hasChannel) throw new SessionRefusedError(`${this.address} carries one session a Telnet connection`);
    this.hasChannel = true;
    this.listener = listener;
    const negotiation = new TelnetNegotiation(terminal);
    const typing = new TelnetTyping(negotiation, (bytes) => this.send(bytes));
    this.socket.once('close', () => typing.end());
    this.socket.on('data', (bytes: Buffer) => {
      const { data, answer } = negotiation.receive(bytes);
      if (answer.length > 0) this.send(answer);
      typing.heard();
      if (data.length > 0) listener.data(data);
    });
    return { write: (text) => typing.write(text), close: () => this.close() };
  }

  close(): void {
    this.isOpen = false;
    this.socket.destroy();
  }

  private send(bytes: Uint8Array): void {
    if (this.isOpen && this.socket.writable) this.socket.write(bytes);
  }

  private closed(): void {
    this.isOpen = false;
    const { listener } = this;
    this.listener = undefined;
    listener?.closed(this.lostBecause);
  }
}
