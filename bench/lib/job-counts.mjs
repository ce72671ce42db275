// What many workers would have counted of many devices, put into Redis.
import { Redis } from 'ioredis';
import { built, engineSettings } from './job-engine.mjs';

const PREFIX = 'tom:';
const BATCH = 1_000;

/** Has each worker report, and have had jobs on each device; some devices more than others. */
export async function fillCounts(address, workers, devices) {
  const { seriesKey, seriesMember, WORKERS } = await built('modules/jobs/statistics/statistics-keys.js');
  const redis = new Redis(address);
  for (const worker of workers) {
    await redis.hset(PREFIX + WORKERS, worker, devices.length);
    for (let from = 0; from < devices.length; from += BATCH) {
      const members = devices
        .slice(from, from + BATCH)
        .flatMap((device, index) => [from + index + 1, seriesMember({ device, status: 'COMPLETE', errorType: '' })]);
      await redis.zadd(PREFIX + seriesKey(worker), ...members);
    }
  }
  redis.disconnect();
}

/** Has each worker live, with lines at as many devices as it names at most. */
export async function reportWorkers(address, workers, devices) {
  const [{ RedisConnections }, { redisTarget }, { RedisSharedState }, { WorkerReports }] = await Promise.all(
    [
      'modules/state/redis-connections.js',
      'modules/state/redis-options.js',
      'modules/state/adapters/redis.shared-state.js',
      'modules/monitoring/worker-reports.js',
    ].map(built),
  );
  const { redis } = await engineSettings({ redis: address });
  const connections = new RedisConnections(redisTarget(redis));
  await connections.whenReady();
  const reports = new WorkerReports(new RedisSharedState(connections));
  const load = {
    busyDevices: devices.length,
    openSessions: 0,
    devices: devices.map((device) => ({ device, jobs: 2 })),
  };
  for (const id of workers) {
    const about = { id, hostname: id, pid: 1, version: '0', startedAt: Date.now(), at: Date.now() };
    await reports.publish({ ...about, load, health: {} });
  }
  await connections.onApplicationShutdown();
}
