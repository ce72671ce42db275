import { Redis } from 'ioredis';
import { RedisSettings } from '../../src/config/groups/redis.settings.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { RedisServer } from './redis-server.js';

const NODES = 3;
const SLOTS = 16_384;

function clusterArgs(bus: number): string[] {
  return ['--cluster-enabled', 'yes', '--cluster-port', String(bus), '--cluster-node-timeout', '1000'];
}

/** A Redis Cluster of three masters. */
export class RedisCluster {
  private constructor(readonly nodes: readonly RedisServer[]) {}

  static async start(): Promise<RedisCluster> {
    const buses = await Promise.all(Array.from({ length: NODES }, () => freePort()));
    const nodes = await Promise.all(buses.map((bus) => RedisServer.start({ isDurable: true, args: clusterArgs(bus) })));
    const clients = nodes.map(({ port }) => new Redis({ host: '127.0.0.1', port }));
    const share = Math.ceil(SLOTS / NODES);
    for (const [index, client] of clients.entries()) {
      const last = Math.min((index + 1) * share, SLOTS) - 1;
      await client.call('CLUSTER', 'ADDSLOTSRANGE', index * share, last);
      const [first] = nodes;
      if (index > 0 && first !== undefined)
        await client.call('CLUSTER', 'MEET', '127.0.0.1', first.port, String(buses[0]));
    }
    for (const client of clients) {
      await eventually(async () => {
        const info = String(await client.call('CLUSTER', 'INFO'));
        return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${NODES}`);
      });
      client.disconnect();
    }
    return new RedisCluster(nodes);
  }

  get settings(): RedisSettings {
    const cluster = this.nodes.map(({ port }) => `127.0.0.1:${port}`);
    return Object.assign(new RedisSettings(), { isConfigured: true, cluster });
  }

  async clear(): Promise<void> {
    for (const node of this.nodes) await node.clear();
  }

  async remove(): Promise<void> {
    for (const node of this.nodes) await node.remove();
  }
}
