import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';
import { joinWrites } from '../../common/join-writes.js';
import { errorMessage } from '../../common/tom-error.js';
import { ClusterClient } from './cluster-client.js';
import { connectToNode } from './cluster-node.js';
import { ConnectionPulse } from './connection-pulse.js';
import { PatientRedis } from './patient-redis.js';
import type { RedisTarget } from './redis-options.js';

/** How long a command may go without its answer: past it Redis counts as not reachable. */
const COMMAND_TIMEOUT_MS = 5_000;
/** How long the end of a connection is waited for: longer than it takes to be cut. */
const END_TIMEOUT_MS = 1_000;
/** How long the start waits for Redis before it goes on without. */
const START_WAIT_MS = 3_000;

/** What a connection that waits for messages or for work needs: it outlives an outage and never gives up a command. */
const PATIENT: RedisOptions = { enableReadyCheck: false, maxRetriesPerRequest: null };
/** What a connection on the path of a request needs: it fails at once while Redis is away. */
const PROMPT: RedisOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: COMMAND_TIMEOUT_MS,
};

/** A connection to a server, or to all nodes of a cluster. */
export type RedisClient = Redis | ClusterClient;

/** Commands leave together that come of all that has arrived by one turn of the event loop: under load, of many jobs. */
function joinWritesOf(connection: RedisClient): void {
  if (connection instanceof ClusterClient) connection.on('+node', joinWritesOf);
  else connection.on('connect', () => joinWrites(connection.stream, setImmediate));
}

/** Closes a connection so that nobody can open it again: Bull does that with a blocking one when it closes a queue. */
async function end(connection: RedisClient): Promise<void> {
  if (connection.status === 'end') return;
  const ended = new Promise<void>((resolve) => {
    connection.once('end', () => resolve());
    setTimeout(resolve, END_TIMEOUT_MS).unref();
  });
  // Between two attempts to connect, only the failure of one more ends the commands that wait.
  if (connection.status === 'reconnecting') connection.connect().catch(() => undefined);
  connection.disconnect();
  Object.assign(connection, { connect: () => Promise.resolve() });
  await ended;
}

/**
 * The one place that makes connections to Redis. All of them reconnect by themselves; an outage is logged once, when
 * it begins, and once when it is over. They are closed when the application has stopped.
 */
export class RedisConnections implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Redis');
  readonly #target: RedisTarget;
  readonly #open = new Set<RedisClient>();
  readonly #blocking = new Set<Redis>();
  readonly #pulse: ConnectionPulse;
  #hasEndedBlocking = false;
  #commands?: RedisClient;
  #subscriber?: Redis;
  #lastError = 'connection closed';
  #isAway = false;
  #isClosing = false;

  /** @param pulseMs how often connections are tried */
  constructor(target: RedisTarget, pulseMs?: number) {
    this.#target = target;
    this.#pulse = new ConnectionPulse(() => this.#servers(), pulseMs);
  }

  /** For commands. Rejects them within a bounded time, and at once while Redis is away. */
  get commands(): RedisClient {
    this.#commands ??= this.#watch(this.#keep(this.#connect()));
    return this.#commands;
  }

  /** The servers that hold the keys: each master of a cluster. */
  get masters(): RedisClient[] {
    return this.commands instanceof ClusterClient ? this.commands.nodes('master') : [this.commands];
  }

  /** The connection over which commands with this key have gone out last. */
  async serverOf(key: string): Promise<Redis> {
    return this.commands instanceof ClusterClient ? this.commands.serverOf(key) : this.commands;
  }

  /** Calls `listener` whenever an outage or a fail-over is over: what was told meanwhile may have been missed. */
  onReturn(listener: () => void): void {
    this.commands.on('ready', listener);
    if (this.commands instanceof ClusterClient) this.commands.onFailOver(listener);
  }

  /** For subscriptions alone; they are taken up again after an outage. */
  get subscriber(): Redis {
    this.#subscriber ??= this.#keep(this.#connectPatiently());
    return this.#subscriber;
  }

  /** A new connection for commands that block; in a cluster its keys are all in one slot. */
  blocking(): Redis {
    const connection = this.#keep(this.#connectPatiently());
    this.#blocking.add(connection);
    // Bull opens one when it comes to it, which may be later than the end.
    if (this.#hasEndedBlocking) void end(connection);
    return connection;
  }

  /** Ends the blocking connections for good; resolves once Redis runs none of their commands any more. */
  async endBlocking(): Promise<void> {
    this.#hasEndedBlocking = true;
    await Promise.all([...this.#blocking].map(end));
    this.#blocking.clear();
  }

  /** Whether commands are answered now. */
  get isReady(): boolean {
    return this.#commands?.status === 'ready';
  }

  /** Resolves with true as soon as Redis is reachable, with false after `timeoutMs` (default: no limit) or at the end. */
  async whenReady(timeoutMs?: number): Promise<boolean> {
    const connection = this.commands;
    if (this.isReady || connection.status === 'end') return this.isReady;
    return new Promise((resolve) => {
      const settle = (isReady: boolean): void => {
        clearTimeout(timer);
        connection.off('ready', onReady);
        connection.off('end', onEnd);
        resolve(isReady);
      };
      const onReady = (): void => settle(true);
      const onEnd = (): void => settle(false);
      const timer = timeoutMs === undefined ? undefined : setTimeout(onEnd, timeoutMs);
      connection.on('ready', onReady);
      connection.on('end', onEnd);
    });
  }

  /**
   * A sentence for the reader of an error or a log. The error itself must not be kept as a cause: ioredis attaches the
   * failed command to it, which may be the log-in with its password.
   */
  describe(error: unknown): string {
    // While there is no connection, ioredis tells of its own state; why there is none was said when it failed.
    const reason = this.isReady ? errorMessage(error) : this.#lastError;
    return `Redis at ${this.#target.address} does not answer (${reason}); start it, or correct the Redis settings`;
  }

  async onModuleInit(): Promise<void> {
    if (!(await this.whenReady(START_WAIT_MS))) this.#reportOutage();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isClosing = true;
    this.#pulse.stop();
    await Promise.all([...this.#open].map(end));
  }

  /** Every connection to one server. */
  *#servers(): Iterable<Redis> {
    for (const connection of this.#open) {
      if (connection instanceof ClusterClient) yield* connection.nodes();
      else yield connection;
    }
  }

  #connect(): RedisClient {
    const { options, clusterNodes } = this.#target;
    const prompt = { ...options, ...PROMPT };
    return clusterNodes.length === 0 ? new Redis(prompt) : new ClusterClient(clusterNodes, prompt);
  }

  #connectPatiently(): Redis {
    const { options, clusterNodes } = this.#target;
    const patient = { ...options, ...PATIENT };
    return clusterNodes.length === 0 ? new PatientRedis(patient) : connectToNode(clusterNodes, patient);
  }

  #keep<T extends RedisClient>(connection: T): T {
    // Many queues listen on the connections they share.
    connection.setMaxListeners(0);
    connection.on('error', (error: unknown) => {
      this.#lastError = errorMessage(error);
    });
    joinWritesOf(connection);
    this.#open.add(connection);
    if (this.#isClosing) void end(connection);
    return connection;
  }

  #watch(connection: RedisClient): RedisClient {
    connection.on('close', () => this.#reportOutage());
    connection.on('ready', () => {
      if (this.#isAway) this.#logger.log(`Redis at ${this.#target.address} is back`);
      this.#isAway = false;
      this.#lastError = 'connection closed';
    });
    return connection;
  }

  #reportOutage(): void {
    if (this.#isAway || this.#isClosing) return;
    this.#isAway = true;
    this.#logger.warn(this.describe(this.#lastError));
  }
}
