import type Bull from 'bull';
import type { RedisConnections } from '../../state/redis-connections.js';
import type { JobWaiters } from '../job-waiters.js';

/** Hears of every job that ends, in whichever process, and wakes those who wait for it: one for the whole process. */
export class CompletionListener {
  readonly #redis: RedisConnections;
  readonly #waiters: JobWaiters;
  readonly #channels: ReadonlySet<string>;
  #isStarted = false;
  #isHearing = false;

  constructor(redis: RedisConnections, queues: readonly Bull.Queue[], waiters: JobWaiters) {
    this.#redis = redis;
    this.#waiters = waiters;
    this.#channels = new Set(queues.flatMap((queue) => [queue.toKey('completed'), queue.toKey('failed')]));
  }

  /** Whether no end is missed now. When that is over, all who wait look again. */
  get isHearing(): boolean {
    return this.#isHearing;
  }

  /** Begins to listen, if it does not yet; what ended before it heard is looked up once it hears. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const { subscriber } = this.#redis;
    subscriber.on('message', (channel: string, message: string) => {
      if (this.#channels.has(channel)) this.#waiters.wake((JSON.parse(message) as { jobId: string }).jobId);
    });
    subscriber.on('close', () => this.#missSome());
    subscriber.on('ready', () => void this.#subscribe());
    this.#redis.onReturn(() => this.#waiters.wakeAll());
    if (subscriber.status === 'ready') void this.#subscribe();
  }

  #missSome(): void {
    this.#isHearing = false;
    this.#waiters.forget();
  }

  async #subscribe(): Promise<void> {
    try {
      await this.#redis.subscriber.subscribe(...this.#channels);
      this.#isHearing = this.#redis.subscriber.status === 'ready';
    } catch {
      // The connection went down again: the next `ready` tries anew.
      return;
    }
    // The look needs the other connection, which may come back later.
    if (await this.#redis.whenReady()) this.#waiters.wakeAll();
  }
}
