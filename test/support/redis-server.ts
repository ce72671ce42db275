import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { RedisSettings } from '../../src/config/groups/redis.settings.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { findProgram } from './requirements.js';

export interface RedisServerOptions {
  /** Whether the data outlives `stop` and `kill`. Default: false. */
  readonly isDurable?: boolean;
  /** Further arguments of redis-server. */
  readonly args?: readonly string[];
}

/** A redis-server of the test's own, with its own folder, on a free port of loopback. */
export class RedisServer {
  #process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly isDurable: boolean,
    private readonly args: readonly string[],
  ) {}

  static async start({ isDurable = false, args = [] }: RedisServerOptions = {}): Promise<RedisServer> {
    const folder = await mkdtemp(join(tmpdir(), 'tom-redis-'));
    const server = new RedisServer(await freePort(), folder, isDurable, args);
    await server.resume();
    return server;
  }

  /** Settings of a process that uses this server. */
  get settings(): RedisSettings {
    return Object.assign(new RedisSettings(), { isConfigured: true, host: '127.0.0.1', port: this.port });
  }

  /** Starts the server again, on the same port and folder; resolves when it takes connections. */
  async resume(): Promise<void> {
    const persistence = this.isDurable ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--save', ''];
    const address = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder];
    const server = spawn(findProgram('redis-server') ?? 'redis-server', [...address, ...persistence, ...this.args]);
    this.#process = server;
    let log = '';
    server.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
    await eventually(() => log.includes('Ready to accept connections') || server.exitCode !== null);
    if (server.exitCode !== null) throw new Error(`redis-server did not start:\n${log}`);
    server.stdout.removeAllListeners('data').resume();
  }

  /** Ends the server; with `SIGKILL` as a crash would. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const server = this.#process;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, 'exit');
  }

  /** Forgets all data. */
  async clear(): Promise<void> {
    const client = new Redis({ host: '127.0.0.1', port: this.port });
    await client.flushall();
    client.disconnect();
  }

  /** Ends the connections of its replicas, as they stand. */
  async cutReplicas(): Promise<void> {
    const client = new Redis({ host: '127.0.0.1', port: this.port });
    await client.call('CLIENT', 'KILL', 'TYPE', 'REPLICA');
    client.disconnect();
  }

  /** Has the server take connections and answer nothing, until `thaw`. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Ends the server and removes its data. */
  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }
}
