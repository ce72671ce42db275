import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { eventually } from './eventually.js';

/** How a secret may be spelled where it has leaked. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((shift) =>
    // As it stands in the middle of something longer, whatever came before: without the ends, which depend on that.
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
  return [secret, bytes.toString('hex'), ...base64, encodeURIComponent(secret), bytes.toString('utf16le')];
}

/** Names of the places in which a secret is found, each with what stands around it. */
export function leaksOf(secrets: readonly string[], places: Readonly<Record<string, string>>): string[] {
  const forms = secrets.flatMap(formsOf);
  return Object.entries(places).flatMap(([name, text]) =>
    forms.flatMap((form) => {
      const at = text.indexOf(form);
      return at < 0 ? [] : [`${name}: …${text.slice(Math.max(0, at - 80), at + form.length + 20)}…`];
    }),
  );
}

/** Everything that is sent to a Redis from now on, and what it holds. */
export class RedisWatch {
  readonly #client: Redis;
  readonly #commands: string[] = [];
  #monitor: Redis | undefined;

  private constructor(port: number, password: string) {
    this.#client = new Redis({ host: '127.0.0.1', port, password });
  }

  static async start(port: number, password: string): Promise<RedisWatch> {
    const watch = new RedisWatch(port, password);
    const monitor = await watch.#client.monitor();
    monitor.on('monitor', (_: string, args: readonly string[]) => watch.#commands.push(args.join(' ')));
    watch.#monitor = monitor;
    return watch;
  }

  /** All commands with their arguments, those of scripts included. */
  get commands(): string {
    return this.#commands.join('\n');
  }

  /** All keys with their values, as Redis itself serializes them without compression, and as text. */
  async contents(): Promise<string> {
    const texts: string[] = [];
    let cursor = '0';
    do {
      const [next, keys] = await this.#client.scan(cursor, 'COUNT', 1000);
      for (const key of keys) texts.push(`${key} ${JSON.stringify(await this.#value(key))}`);
      cursor = next;
    } while (cursor !== '0');
    return texts.join('\n');
  }

  stop(): void {
    this.#monitor?.disconnect();
    this.#client.disconnect();
  }

  async #value(key: string): Promise<unknown> {
    switch (await this.#client.type(key)) {
      case 'string':
        return this.#client.get(key);
      case 'hash':
        return this.#client.hgetall(key);
      case 'list':
        return this.#client.lrange(key, 0, -1);
      case 'zset':
        return this.#client.zrange(key, 0, -1);
      case 'set':
        return this.#client.smembers(key);
      case 'stream':
        return this.#client.xrange(key, '-', '+');
      default:
        return null;
    }
  }
}

/** What a snapshot ends with. Within one of its texts the quote would be escaped. */
const SNAPSHOT_END = /[^\\]"\]\}\s*$/;
/** Writing one takes a busy machine a while. */
const SNAPSHOT_PATIENCE_MS = 90_000;

async function endOf(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read({ length: 8, position: Math.max(0, size - 8) });
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * The heap of a process that was started with `--heapsnapshot-signal=SIGUSR2` in `directory`, once its garbage is collected:
 * V8 does that before a snapshot.
 */
export async function heapOf(pid: number, directory: string): Promise<string> {
  const before = new Set(await readdir(directory));
  process.kill(pid, 'SIGUSR2');
  const file = await eventually(async () => {
    const names = await readdir(directory);
    const name = names.find((candidate) => candidate.endsWith('.heapsnapshot') && !before.has(candidate));
    if (name === undefined) return undefined;
    const path = join(directory, name);
    return SNAPSHOT_END.test(await endOf(path)) ? path : undefined;
  }, SNAPSHOT_PATIENCE_MS);
  return readFile(file, 'utf8');
}
