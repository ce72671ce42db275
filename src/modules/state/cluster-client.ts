import { Cluster, type Redis, type RedisOptions } from 'ioredis';
import { reconnectDelayMs, type RedisNode } from './redis-options.js';

/** How often the client asks which node has what: a fail-over is seen within this time, also by one that is idle. */
const LOOK_EVERY_MS = 2_000;

function addressOf({ options }: Redis): string {
  return `${options.host ?? ''}:${options.port ?? ''}`;
}

/** A connection to all nodes of a cluster. */
export class ClusterClient extends Cluster {
  constructor(nodes: readonly RedisNode[], common: RedisOptions) {
    super([...nodes], {
      redisOptions: common,
      enableOfflineQueue: common.enableOfflineQueue,
      clusterRetryStrategy: reconnectDelayMs,
      slotsRefreshInterval: LOOK_EVERY_MS,
      // Addresses are taken as the nodes give them: a certificate is for a host name.
      dnsLookup: (address, callback) => callback(null, address),
    });
  }

  /** The connection over which commands with this key have gone out last. */
  async serverOf(key: string): Promise<Redis> {
    const [address] = this.slots[Number(await this.cluster('KEYSLOT', key))] ?? [];
    const server = this.nodes('master').find((node) => addressOf(node) === address);
    if (server === undefined) throw new Error(`no node of the cluster holds ${key}`);
    return server;
  }

  /** Calls `listener` when other nodes are masters than before: one has failed over, or came or left. */
  onFailOver(listener: () => void): void {
    let known = '';
    this.on('refresh', () => {
      const masters = this.nodes('master').map(addressOf).sort().join(' ');
      if (known !== '' && masters !== known) listener();
      known = masters;
    });
  }
}
