import { RedisSettings } from '../../src/config/groups/redis.settings.js';
import { startRedisJobs } from './redis-jobs.js';

/*
 * A worker that takes jobs, begins them and never finishes one. Started with the port of Redis; prints the id of each
 * job it begins.
 */
const redis = Object.assign(new RedisSettings(), {
  isConfigured: true,
  host: '127.0.0.1',
  port: Number(process.argv[2]),
});
const { queue } = await startRedisJobs(redis);
await queue.consume((delivery) => {
  delivery.begin();
  console.log(delivery.id);
  return new Promise(() => undefined);
});
