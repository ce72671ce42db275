import { Redis } from 'ioredis';

/** Everything a Redis holds, as text. */
export async function dumpRedis(port: number): Promise<string> {
  const client = new Redis({ host: '127.0.0.1', port });
  const texts: string[] = [];
  for (const key of await client.keys('*')) {
    const type = await client.type(key);
    const value: unknown =
      type === 'string'
        ? await client.get(key)
        : type === 'hash'
          ? await client.hgetall(key)
          : type === 'list'
            ? await client.lrange(key, 0, -1)
            : type === 'zset'
              ? await client.zrange(key, 0, -1)
              : type === 'set'
                ? await client.smembers(key)
                : type === 'stream'
                  ? await client.xrange(key, '-', '+')
                  : undefined;
    texts.push(`${key} ${JSON.stringify(value)}`);
  }
  client.disconnect();
  return texts.join('\n');
}
