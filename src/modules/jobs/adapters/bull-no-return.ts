import type Bull from 'bull';
import type { RedisConnections } from '../../state/redis-connections.js';
import { TomError } from '../../../common/tom-error.js';
import { runScript } from '../../state/run-script.js';
import type { JobPayload } from '../job.types.js';
import { abortedByCaller } from '../final-outcome.js';
import { JobTakenOverError, QueueUnavailableError } from '../jobs.errors.js';
import { ALLOW_REPEAT, FORBID_REPEAT } from './bull-scripts.js';

/** How long a replica may take to have what was written. */
const REPLICA_TIMEOUT_MS = 2_000;

type BullJob = Bull.Job<JobPayload>;

async function run(script: string, { queue, id }: BullJob): Promise<number> {
  const key = queue.toKey(String(id));
  const { token } = queue as unknown as { token: string };
  return Number(await runScript(queue.client, script, [key, `${key}:lock`], [token]));
}

/** Whether a replica has all that was written with the job, where its server has one. */
async function isReplicated({ queue, id }: BullJob, redis: RedisConnections): Promise<boolean> {
  const server = await redis.serverOf(queue.toKey(String(id)));
  const replication = String(await server.info('replication'));
  const [, count = '0'] = /^connected_slaves:(\d+)/m.exec(replication) ?? [];
  return count === '0' || (await server.wait(1, REPLICA_TIMEOUT_MS)) > 0;
}

/** See `JobDelivery.forbidRepeat`. Only the worker that holds the job's lock can do it. */
export async function forbidRepeat(job: BullJob, redis: RedisConnections): Promise<void> {
  try {
    const answer = await run(FORBID_REPEAT, job);
    // The word of it may be on its way still.
    if (answer === 2) throw abortedByCaller();
    if (answer !== 1) {
      throw new JobTakenOverError('Redis was away too long: another worker may have the job; nothing was sent');
    }
    if (await isReplicated(job, redis)) return;
    await run(ALLOW_REPEAT, job);
  } catch (error) {
    throw error instanceof TomError ? error : new QueueUnavailableError(redis.describe(error));
  }
  throw new QueueUnavailableError(
    `no replica of Redis has confirmed within ${REPLICA_TIMEOUT_MS / 1000} s that the job is not to be run again; nothing was sent`,
  );
}
