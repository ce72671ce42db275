import { RedisSettings } from '../../src/config/groups/redis.settings.js';
import { eventually } from './eventually.js';
import { startRedisJobs } from './redis-jobs.js';

/*
 * A worker that takes jobs, begins them and never finishes one. Started with the port of Redis; prints the id of each
 * job it begins, once it is one that must not be run again where that is asked for.
 */
const redis = Object.assign(new RedisSettings(), {
  isConfigured: true,
  host: '127.0.0.1',
  port: Number(process.argv[2]),
});
const { queue } = await startRedisJobs(redis);
const isIrreversible = process.argv[3] === 'irreversible';
await queue.consume(async (delivery) => {
  delivery.begin();
  // What is recorded outlives this process.
  await eventually(async () => (await queue.get(delivery.id))?.status === 'ACTIVE');
  if (isIrreversible) await delivery.forbidRepeat();
  console.log(delivery.id);
  return new Promise(() => undefined);
});
