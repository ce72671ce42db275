import type { Redis } from 'ioredis';

/** How often connections are tried: longer than a blocking command waits for its answer. One is noticed to be dead within twice as long. */
export const PULSE_MS = 7_000;

type Stream = Redis['stream'];

/**
 * Notices connections that have gone silent without an end, as when a firewall forgets them or a server stands still: each is
 * asked for a sign of life again and again, and cut when none came, whereupon it connects anew.
 */
export class ConnectionPulse {
  readonly #connections: () => Iterable<Redis>;
  readonly #everyMs: number;
  readonly #asked = new WeakMap<Stream, number>();
  readonly #timer: NodeJS.Timeout;

  /** @param connections those there are now */
  constructor(connections: () => Iterable<Redis>, everyMs = PULSE_MS) {
    this.#connections = connections;
    this.#everyMs = everyMs;
    // What has come meanwhile is read first: it is no silence of theirs when this process was busy.
    this.#timer = setInterval(() => setImmediate(() => this.#beat()), everyMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    for (const connection of this.#connections()) if (connection.status === 'ready') this.#try(connection);
  }

  #try(connection: Redis): void {
    const { stream } = connection;
    if (this.#asked.get(stream) === stream.bytesRead) {
      stream.destroy(new Error(`no answer within ${this.#everyMs / 1000} s`));
      return;
    }
    this.#asked.set(stream, stream.bytesRead);
    // Its answer counts, not its fate: an outage is told by the connection itself.
    connection.ping().catch(() => undefined);
  }
}
