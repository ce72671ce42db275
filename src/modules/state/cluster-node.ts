import type { Redis, RedisOptions } from 'ioredis';
import { PatientRedis } from './patient-redis.js';
import { reconnectDelayMs, type RedisNode } from './redis-options.js';

/** What a node answers that does not hold the key: the slot, and the address of the node that does (Redis Cluster specification). */
const MOVED = /^MOVED \d+ (.*):(\d+)$/;
/** Answer of ioredis's `reconnectOnError`: connect again, and send the command again. */
const RESEND = 2;

/**
 * A connection to one node of a cluster, for commands on keys of one slot and for subscriptions. It goes to where a node that does not
 * hold the key sends it, and to another node when its own is away. The cluster client of ioredis cannot be used for these: it
 * keeps commands for ever that come while it disconnects, and does not tell when its subscriptions had a gap.
 */
export function connectToNode(nodes: readonly RedisNode[], common: RedisOptions): Redis {
  let seed = 0;
  let movedTo: RedisNode | undefined;
  const connection = new PatientRedis({
    ...common,
    ...nodes[0],
    retryStrategy: (attempt) => {
      Object.assign(connection.options, movedTo ?? nodes[++seed % nodes.length]);
      movedTo = undefined;
      return reconnectDelayMs(attempt);
    },
    reconnectOnError: ({ message }) => {
      const [, host = '', port] = MOVED.exec(message) ?? [];
      if (port === undefined) return false;
      // A node that does not know its own name leaves it out: it is the one that was asked.
      movedTo = { host: host === '' ? (connection.options.host ?? '') : host, port: Number(port) };
      return RESEND;
    },
  });
  return connection;
}
