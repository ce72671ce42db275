import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { RedisSettings } from '../../src/config/groups/redis.settings.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { RedisServer } from './redis-server.js';
import { findProgram } from './requirements.js';

const COUNT = 3;
/** Longer than a busy machine stands still: who only came late is not taken for dead. */
const DOWN_AFTER_MS = 3_000;
/** A sentinel that stood still itself would do nothing for half a minute. */
const TILT_AFTER_MS = 60_000;

/** A master, its replica, and three sentinels that watch over them. */
export class RedisSentinels {
  private constructor(
    readonly master: RedisServer,
    readonly replica: RedisServer,
    private readonly ports: readonly number[],
    private readonly sentinels: readonly ChildProcess[],
    private readonly folder: string,
  ) {}

  static async start(): Promise<RedisSentinels> {
    const master = await RedisServer.start();
    const replica = await RedisServer.start({ args: ['--replicaof', '127.0.0.1', String(master.port)] });
    const folder = await mkdtemp(join(tmpdir(), 'tom-sentinels-'));
    const ports = await Promise.all(Array.from({ length: COUNT }, () => freePort()));
    const sentinels = await Promise.all(ports.map((port) => startSentinel(folder, port, master.port)));
    const started = new RedisSentinels(master, replica, ports, sentinels, folder);
    await eventually(async () => (await started.ask('SENTINELS')).every((others) => others.length === COUNT - 1));
    await eventually(async () => (await started.ask('REPLICAS')).every((replicas) => replicas.length === 1));
    await eventually(async () => String(await ask(replica.port, 'INFO', 'replication')).includes('link_status:up'));
    return started;
  }

  get settings(): RedisSettings {
    const sentinels = this.ports.map((port) => `127.0.0.1:${port}`);
    return Object.assign(new RedisSettings(), { isConfigured: true, sentinels });
  }

  async remove(): Promise<void> {
    for (const sentinel of this.sentinels) {
      sentinel.kill('SIGKILL');
      if (sentinel.exitCode === null && sentinel.signalCode === null) await once(sentinel, 'exit');
    }
    await this.master.remove();
    await this.replica.remove();
    await rm(this.folder, { recursive: true, force: true });
  }

  private ask(subcommand: string): Promise<unknown[][]> {
    return Promise.all(this.ports.map((port) => ask(port, 'SENTINEL', subcommand, 'mymaster') as Promise<unknown[]>));
  }
}

async function startSentinel(folder: string, port: number, masterPort: number): Promise<ChildProcess> {
  const file = join(folder, `${port}.conf`);
  const settings = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${folder}`,
    `sentinel monitor mymaster 127.0.0.1 ${masterPort} 2`,
    `sentinel down-after-milliseconds mymaster ${DOWN_AFTER_MS}`,
    'sentinel failover-timeout mymaster 3000',
  ];
  await writeFile(file, `${settings.join('\n')}\n`);
  const sentinel = spawn(findProgram('redis-server') ?? 'redis-server', [file, '--sentinel'], { stdio: 'ignore' });
  await eventually(async () => (await ask(port, 'PING').catch(() => undefined)) === 'PONG');
  await ask(port, 'SENTINEL', 'DEBUG', 'TILT-TRIGGER', String(TILT_AFTER_MS));
  return sentinel;
}

async function ask(port: number, command: string, ...args: string[]): Promise<unknown> {
  const client = new Redis({ host: '127.0.0.1', port, retryStrategy: null, lazyConnect: true });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await client.call(command, ...args);
  } finally {
    client.disconnect();
  }
}
