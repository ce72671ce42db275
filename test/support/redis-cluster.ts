import { Redis } from 'ioredis';
import { RedisSettings } from '../../src/config/groups/redis.settings.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { RedisServer } from './redis-server.js';

const NODES = 3;
const SLOTS = 16_384;
/** Longer than a busy machine stands still: nodes that only came late are not taken for dead. */
const NODE_TIMEOUT_MS = 3_000;

/** A replica stands in for its master however old its data are. */
function clusterArgs(bus: number): string[] {
  const port = ['--cluster-enabled', 'yes', '--cluster-port', String(bus)];
  const timeout = ['--cluster-node-timeout', String(NODE_TIMEOUT_MS)];
  return [...port, ...timeout, '--cluster-replica-validity-factor', '0'];
}

function connect({ port }: RedisServer): Redis {
  return new Redis({ host: '127.0.0.1', port });
}

/** A Redis Cluster of three masters. */
export class RedisCluster {
  private readonly replicas: RedisServer[] = [];

  private constructor(
    readonly nodes: readonly RedisServer[],
    private readonly firstBus: number,
  ) {}

  static async start(): Promise<RedisCluster> {
    const buses = await Promise.all(Array.from({ length: NODES }, () => freePort()));
    const nodes = await Promise.all(buses.map((bus) => RedisServer.start({ isDurable: true, args: clusterArgs(bus) })));
    const clients = nodes.map(connect);
    const [firstBus = 0] = buses;
    const share = Math.ceil(SLOTS / NODES);
    for (const [index, client] of clients.entries()) {
      const last = Math.min((index + 1) * share, SLOTS) - 1;
      await client.call('CLUSTER', 'ADDSLOTSRANGE', index * share, last);
      const [first] = nodes;
      if (index > 0 && first !== undefined) await client.call('CLUSTER', 'MEET', '127.0.0.1', first.port, firstBus);
    }
    for (const client of clients) {
      await eventually(async () => {
        const info = String(await client.call('CLUSTER', 'INFO'));
        return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${NODES}`);
      });
      client.disconnect();
    }
    return new RedisCluster(nodes, firstBus);
  }

  /** Gives the master that holds a key a replica; gives both. */
  async replicate(key: string): Promise<{ master: RedisServer; replica: RedisServer }> {
    const [first] = this.nodes;
    if (first === undefined) throw new Error('the cluster has no node');
    const asking = connect(first);
    const slot = Number(await asking.call('CLUSTER', 'KEYSLOT', key));
    asking.disconnect();
    const master = this.nodes[Math.floor(slot / Math.ceil(SLOTS / NODES))] ?? first;
    const replica = await RedisServer.start({ args: clusterArgs(await freePort()) });
    this.replicas.push(replica);
    const [ofMaster, ofReplica] = [connect(master), connect(replica)];
    const id = String(await ofMaster.call('CLUSTER', 'MYID'));
    await ofReplica.call('CLUSTER', 'MEET', '127.0.0.1', first.port, this.firstBus);
    await eventually(async () => String(await ofReplica.call('CLUSTER', 'NODES')).includes(id));
    await ofReplica.call('CLUSTER', 'REPLICATE', id);
    await eventually(async () => (await ofReplica.info('replication')).includes('master_link_status:up'));
    await eventually(async () => (await ofMaster.info('replication')).includes('state=online'));
    for (const client of [ofMaster, ofReplica]) client.disconnect();
    return { master, replica };
  }

  get settings(): RedisSettings {
    const cluster = this.nodes.map(({ port }) => `127.0.0.1:${port}`);
    return Object.assign(new RedisSettings(), { isConfigured: true, cluster });
  }

  async clear(): Promise<void> {
    for (const node of this.nodes) await node.clear();
  }

  async remove(): Promise<void> {
    for (const node of [...this.nodes, ...this.replicas]) await node.remove();
  }
}
