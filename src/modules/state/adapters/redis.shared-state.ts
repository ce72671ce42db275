import type { ChainableCommander } from 'ioredis';
import type { RedisClient, RedisConnections } from '../redis-connections.js';
import { runScript } from '../run-script.js';
import { SharedState, type Lease, type LogEntry, type Score, type Tally } from '../shared-state.port.js';
import { StateUnavailableError } from '../state.errors.js';
import { ChannelListeners } from './channel-listeners.js';
import { TallyBatches } from './tally-batches.js';
import { tallyArguments } from './tally-arguments.js';
import {
  ACQUIRE_LEASE,
  CLAIM,
  LEASE_HOLDERS,
  PUBLISH,
  RELEASE_CLAIM,
  RELEASE_LEASE,
  RENEW_LEASE,
  TALLY,
} from './redis-scripts.js';

/** Before every key and channel of ours. */
const PREFIX = 'tom:';
/** Before every lease: apart, so that no removal by prefix takes one. */
const LEASE_PREFIX = 'tom-lease:';
const SCAN_COUNT = 500;
/** How long a subscription may wait for Redis. */
const SUBSCRIBE_TIMEOUT_MS = 5_000;

function escapeGlob(text: string): string {
  return text.replace(/[\\*?[\]]/g, '\\$&');
}

/** The shared store in Redis: any number of processes see the same. */
export class RedisSharedState extends SharedState {
  readonly #redis: RedisConnections;
  readonly #listeners = new ChannelListeners();
  readonly #tallies = new TallyBatches((events) => this.#tallyAll(events));
  #isListening = false;

  constructor(redis: RedisConnections) {
    super();
    this.#redis = redis;
  }

  async get(key: string): Promise<Buffer | undefined> {
    return (await this.#ask(() => this.#redis.commands.getBuffer(PREFIX + key))) ?? undefined;
  }

  async getMany(keys: readonly string[]): Promise<(Buffer | undefined)[]> {
    if (keys.length === 0) return [];
    const values = await this.#ask(() => this.#redis.commands.mgetBuffer(keys.map((key) => PREFIX + key)));
    return values.map((value) => value ?? undefined);
  }

  async set(key: string, value: Buffer | string, ttlMs?: number): Promise<void> {
    await this.#ask(() =>
      ttlMs === undefined
        ? this.#redis.commands.set(PREFIX + key, value)
        : this.#redis.commands.set(PREFIX + key, value, 'PX', Math.ceil(ttlMs)),
    );
  }

  async delete(key: string): Promise<boolean> {
    return (await this.#ask(() => this.#redis.commands.unlink(PREFIX + key))) === 1;
  }

  async deleteByPrefix(prefix: string): Promise<number> {
    const match = `${escapeGlob(PREFIX + prefix)}*`;
    const removed = await Promise.all(this.#redis.masters.map((server) => this.#deleteMatching(server, match)));
    return removed.reduce((sum, count) => sum + count, 0);
  }

  async setField(key: string, field: string, value: string, ttlMs?: number): Promise<void> {
    await this.#together(key, ttlMs, (commands) => commands.hset(PREFIX + key, field, value));
  }

  async setFieldIfAbsent(key: string, field: string, value: string): Promise<boolean> {
    return (await this.#ask(() => this.#redis.commands.hsetnx(PREFIX + key, field, value))) === 1;
  }

  async getField(key: string, field: string): Promise<string | undefined> {
    return (await this.#ask(() => this.#redis.commands.hget(PREFIX + key, field))) ?? undefined;
  }

  async deleteField(key: string, field: string): Promise<boolean> {
    return (await this.#ask(() => this.#redis.commands.hdel(PREFIX + key, field))) === 1;
  }

  async getFields(key: string): Promise<Record<string, string>> {
    return this.#ask(() => this.#redis.commands.hgetall(PREFIX + key));
  }

  async increment(key: string, field: string, by = 1, ttlMs?: number): Promise<number> {
    if (ttlMs === undefined) return this.#ask(() => this.#redis.commands.hincrby(PREFIX + key, field, by));
    const [value] = await this.#together(key, ttlMs, (commands) => commands.hincrby(PREFIX + key, field, by));
    return Number(value);
  }

  async append(key: string, values: readonly string[], maxEntries: number): Promise<void> {
    if (values.length === 0) return;
    const entries = values.map((value) => `${Date.now()}:${value}`);
    await this.#together(key, undefined, (commands) =>
      commands.lpush(PREFIX + key, ...entries).ltrim(PREFIX + key, 0, maxEntries - 1),
    );
  }

  async readLog(key: string, limit: number): Promise<LogEntry[]> {
    if (limit <= 0) return [];
    const entries = await this.#ask(() => this.#redis.commands.lrange(PREFIX + key, 0, limit - 1));
    return entries.map((entry) => {
      const colon = entry.indexOf(':');
      return { at: Number(entry.slice(0, colon)), value: entry.slice(colon + 1) };
    });
  }

  tally(event: Tally): Promise<boolean> {
    return this.#tallies.add(event);
  }

  async ranking(key: string, limit: number, skip = 0): Promise<Score[]> {
    if (limit <= 0) return [];
    const last = skip + limit - 1;
    const flat = await this.#ask(() => this.#redis.commands.zrevrange(PREFIX + key, skip, last, 'WITHSCORES'));
    return flat.flatMap((member, index) => (index % 2 === 0 ? [{ member, score: Number(flat[index + 1]) }] : []));
  }

  async claim(key: string, value: string, ttlMs: number): Promise<string> {
    return String(await this.#run(CLAIM, [PREFIX + key], [value, Math.ceil(ttlMs)]));
  }

  async releaseClaim(key: string, value: string): Promise<boolean> {
    return (await this.#run(RELEASE_CLAIM, [PREFIX + key], [value])) === 1;
  }

  async acquireLease(key: string, owner: string, ttlMs: number, slots = 1): Promise<Lease | undefined> {
    const fence = await this.#run(ACQUIRE_LEASE, [LEASE_PREFIX + key], [owner, ttlMs, slots]);
    return fence === null ? undefined : { key, owner, fence: Number(fence) };
  }

  async renewLease(lease: Lease, ttlMs: number): Promise<boolean> {
    return (await this.#run(RENEW_LEASE, [LEASE_PREFIX + lease.key], [lease.owner, lease.fence, ttlMs])) === 1;
  }

  async releaseLease(lease: Lease): Promise<boolean> {
    return (await this.#run(RELEASE_LEASE, [LEASE_PREFIX + lease.key], [lease.owner, lease.fence])) === 1;
  }

  async leaseHolders(key: string): Promise<string[]> {
    return (await this.#run(LEASE_HOLDERS, [LEASE_PREFIX + key])) as string[];
  }

  /** Not by digest: a message that has to be sent again, since the server does not know the script, would be overtaken. */
  async publish(channel: string, message: string): Promise<void> {
    await this.#ask(() => this.#redis.commands.eval(PUBLISH, 1, PREFIX + channel, message));
  }

  async subscribe(channel: string, listener: (message: string) => void): Promise<() => Promise<void>> {
    this.#listen();
    const remove = this.#listeners.add(PREFIX + channel, listener);
    const end = async (): Promise<void> => {
      if (remove()) await this.#ask(() => this.#bounded(this.#redis.subscriber.unsubscribe(PREFIX + channel)));
    };
    try {
      await this.#ask(() => this.#bounded(this.#redis.subscriber.subscribe(PREFIX + channel)));
    } catch (error) {
      remove();
      throw error;
    }
    return end;
  }

  async isReachable(): Promise<boolean> {
    return this.#redis.commands.ping().then(
      () => true,
      () => false,
    );
  }

  async #deleteMatching(server: RedisClient, match: string): Promise<number> {
    let removed = 0;
    let cursor = '0';
    do {
      const [next, keys] = await this.#ask(() => server.scan(cursor, 'MATCH', match, 'COUNT', SCAN_COUNT));
      // One by one: in a cluster they need not be in one slot.
      const counts = await Promise.all(keys.map((key) => this.#ask(() => this.#redis.commands.unlink(key))));
      removed += counts.reduce((sum, count) => sum + count, 0);
      cursor = next;
    } while (cursor !== '0');
    return removed;
  }

  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    this.#redis.subscriber.on('message', (channel: string, message: string) => this.#listeners.tell(channel, message));
  }

  async #tallyAll(events: readonly Tally[]): Promise<boolean[]> {
    const { keys, args } = tallyArguments(events);
    const counted = await this.#run(
      TALLY,
      keys.map((key) => PREFIX + key),
      args,
    );
    return (counted as number[]).map((one) => one === 1);
  }

  #run(script: string, keys: readonly string[], args: readonly (string | number)[] = []): Promise<unknown> {
    return this.#ask(() => runScript(this.#redis.commands, script, keys, args));
  }

  /** Commands on one key as one transaction, then its end where one is given; gives the answers. */
  async #together(
    key: string,
    ttlMs: number | undefined,
    add: (commands: ChainableCommander) => ChainableCommander,
  ): Promise<unknown[]> {
    const commands = add(this.#redis.commands.multi());
    if (ttlMs !== undefined) commands.pexpire(PREFIX + key, Math.ceil(ttlMs));
    const answers = (await this.#ask(() => commands.exec())) ?? [];
    return answers.map(([error, answer]) => {
      if (error) throw this.#unavailable(error);
      return answer;
    });
  }

  async #ask<T>(command: () => Promise<T>): Promise<T> {
    try {
      return await command();
    } catch (error) {
      throw this.#unavailable(error);
    }
  }

  #unavailable(error: unknown): StateUnavailableError {
    return new StateUnavailableError(this.#redis.describe(error));
  }

  async #bounded<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer in time')), SUBSCRIBE_TIMEOUT_MS);
    });
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }
}
