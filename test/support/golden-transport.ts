import {
  Transport,
  type ChannelListener,
  type ConnectRequest,
  type TransportChannel,
  type TransportConnection,
} from '../../src/modules/devices/transport/transport.port.js';
import type { TerminalSize } from '../../src/modules/devices/platforms/platform.types.js';
import type { GoldenEvent } from './golden-file.js';

/** Writes down what goes over the wire of a real transport. */
export class RecordingTransport extends Transport {
  constructor(
    private readonly inner: Transport,
    private readonly record: (event: GoldenEvent) => void,
    /** Lines that the terminal is said to have; absent = as many as the platform wants. */
    private readonly rows?: number,
  ) {
    super();
  }

  async connect(request: ConnectRequest): Promise<TransportConnection> {
    const connection = await this.inner.connect(request);
    return {
      get isOpen() {
        return connection.isOpen;
      },
      isAuthenticated: connection.isAuthenticated,
      carriesOneSession: connection.carriesOneSession,
      close: () => connection.close(),
      openChannel: async (terminal, listener, signal) => {
        const size = this.rows === undefined ? terminal : { ...terminal, rows: this.rows };
        const channel = await connection.openChannel(size, this.listen(listener), signal);
        return {
          close: () => channel.close(),
          write: (text) => {
            this.record({ kind: 'typed', text });
            channel.write(text);
          },
        };
      },
    };
  }

  private listen(listener: ChannelListener): ChannelListener {
    return {
      data: (bytes) => {
        this.record({ kind: 'device', text: Buffer.from(bytes).toString('latin1') });
        listener.data(bytes);
      },
      closed: (reason) => {
        this.record({ kind: 'closed', text: '' });
        listener.closed(reason);
      },
    };
  }
}

/** How the bytes of the device are cut. */
export type Chunking = 'whole' | 'bytes';

/** A device that says what was recorded, when what was recorded is typed. */
export class ReplayTransport extends Transport {
  /** What was typed otherwise than recorded. */
  mismatch: string | undefined;
  #next = 0;
  #typed = '';
  #isPumping = false;
  #listener: ChannelListener | undefined;

  constructor(
    private readonly events: readonly GoldenEvent[],
    private readonly chunking: Chunking,
    /** Whether the log-in was over before the dialogue began. */
    private readonly isAuthenticated: boolean,
  ) {
    super();
  }

  /** All that was recorded was said and typed. */
  get isDone(): boolean {
    return this.#next === this.events.length && this.#typed === '';
  }

  async connect(): Promise<TransportConnection> {
    return {
      isOpen: true,
      isAuthenticated: this.isAuthenticated,
      carriesOneSession: true,
      close: () => undefined,
      openChannel: async (_terminal: TerminalSize, listener: ChannelListener): Promise<TransportChannel> => {
        this.#listener = listener;
        this.pumpSoon();
        return { close: () => undefined, write: (text) => this.type(text) };
      },
    };
  }

  private type(text: string): void {
    this.#typed += text;
    this.pumpSoon();
  }

  private pumpSoon(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    setImmediate(() => {
      this.#isPumping = false;
      this.pump();
    });
  }

  private pump(): void {
    const event = this.events[this.#next];
    if (event === undefined || event.kind === 'typed') {
      this.compare(event?.text ?? '');
      return;
    }
    this.#next++;
    if (event.kind === 'closed') this.#listener?.closed(undefined);
    else this.say(Buffer.from(event.text, 'latin1'));
    this.pumpSoon();
  }

  private say(bytes: Buffer): void {
    if (this.chunking === 'whole') this.#listener?.data(bytes);
    else for (let at = 0; at < bytes.length; at++) this.#listener?.data(bytes.subarray(at, at + 1));
  }

  private compare(expected: string): void {
    const typed = this.#typed;
    if (typed === '') return;
    if (expected !== '' && typed.startsWith(expected)) {
      this.#typed = typed.slice(expected.length);
      this.#next++;
      this.pumpSoon();
    } else if (expected === '' || !expected.startsWith(typed)) {
      this.mismatch = `typed ${JSON.stringify(typed)} where ${JSON.stringify(expected)} was recorded`;
      this.#listener?.closed(this.mismatch);
    }
  }
}
