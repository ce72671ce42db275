import { createHash } from 'node:crypto';
import type { RedisClient } from './redis-connections.js';

/** Of each script that was run: Redis knows a script by its SHA-1. */
const digests = new Map<string, string>();

function digestOf(script: string): string {
  let digest = digests.get(script);
  if (digest === undefined) {
    digest = createHash('sha1').update(script).digest('hex');
    digests.set(script, digest);
  }
  return digest;
}

/**
 * Runs a Lua script in Redis, naming it by its digest; its text is sent only where the server does not know it yet.
 * @param script one of a fixed number of texts; what differs from call to call goes into `args`
 */
export async function runScript(
  client: RedisClient,
  script: string,
  keys: readonly string[],
  args: readonly (string | number)[] = [],
): Promise<unknown> {
  try {
    return await client.evalsha(digestOf(script), keys.length, ...keys, ...args);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return client.eval(script, keys.length, ...keys, ...args);
  }
}
