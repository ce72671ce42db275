// Tom, the lab and Redis as processes of a bench.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/project.mjs';

const built = (file) => join(ROOT, 'dist', file);

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export function hasRedisServer() {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/** Simulated devices with these faults, called `names`, at `ports`, and the settings by which Tom knows them. */
export async function startLab(processes, deviceCount, faults = []) {
  const inventory = join(processes.folder, 'inventory.yml');
  const args = ['--devices', String(deviceCount), '--base-port', '0', '--inventory', inventory];
  args.push(...faults.flatMap((fault) => ['--fault', fault]));
  const lab = processes.startNode('lab', built('lab/lab.main.js'), args);
  const [text] = await lab.ready(/[^]*^Inventory: /m);
  const devices = [...text.matchAll(/^(\S+) +127\.0\.0\.1:(\d+) /gm)];
  return {
    process: lab,
    names: devices.map(([, name]) => name),
    ports: devices.map(([, , port]) => Number(port)),
    settings: {
      TOM_PLUGIN_YAML_INVENTORY_FILE: inventory,
      TOM_WORKER_CREDENTIAL_PLUGIN: 'yaml',
      TOM_WORKER_PLUGIN_YAML_CREDENTIAL_FILE: join(processes.folder, 'creds.yml'),
    },
  };
}

/** A controller, or Tom in one process: as the settings say. */
export async function startMain(processes, name, settings) {
  const port = await freePort();
  const address = { TOM_HOST: '127.0.0.1', TOM_PORT: String(port) };
  const main = processes.startNode(name, built('main.js'), [], { ...settings, ...address });
  await main.ready(/listens at/);
  return { process: main, url: `http://127.0.0.1:${port}` };
}

/** Controller and worker in one process. */
async function startEmbedded(processes, settings) {
  const main = await startMain(processes, 'tom', settings);
  return { url: main.url, urls: [main.url], processes: [main.process] };
}

/** A Redis that writes nothing to disk. */
export async function startRedis(processes) {
  const address = { host: '127.0.0.1', port: await freePort() };
  const redisArgs = ['--port', String(address.port), '--bind', address.host, '--save', ''];
  const redis = processes.start('redis-server', 'redis-server', redisArgs);
  await redis.ready(/Ready to accept connections/);
  return { redis, address };
}

/** Controllers, a worker and a Redis, each in a process of its own. */
async function startDistributed(processes, settings, controllerCount = 1) {
  const { redis, address: redisAddress } = await startRedis(processes);
  const { host, port } = redisAddress;
  const address = { TOM_REDIS_HOST: host, TOM_REDIS_PORT: String(port) };
  const workerAddress = { TOM_WORKER_REDIS_HOST: host, TOM_WORKER_REDIS_PORT: String(port) };
  const all = { ...settings, ...address, ...workerAddress };
  const worker = processes.startNode('worker', built('worker.main.js'), [], all);
  await worker.ready(/worker ready/);
  const controllers = [];
  for (let number = 0; number < controllerCount; number++) {
    controllers.push(await startMain(processes, 'controller', all));
  }
  const urls = controllers.map(({ url }) => url);
  return { url: urls[0], urls, processes: [...controllers.map(({ process }) => process), worker, redis] };
}

/** The ways to run Tom: each starts it and gives its address and its processes. */
export const MODES = { embedded: startEmbedded, distributed: startDistributed };

/** Several controllers, as behind a load balancer: `urls` are theirs. */
export const startControllers = (count) => (processes, settings) => startDistributed(processes, settings, count);
