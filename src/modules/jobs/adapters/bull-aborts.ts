import { setTimeout as delay } from 'node:timers/promises';
import type Bull from 'bull';
import type { RedisConnections } from '../../state/redis-connections.js';
import { runScript } from '../../state/run-script.js';
import { abortedByCaller } from '../final-outcome.js';
import { toJobFailure } from '../job-failure.js';
import { withoutSecrets } from '../job-payload.js';
import type { JobPayload, JobRecord } from '../job.types.js';
import { ABORT } from './bull-scripts.js';

/** Workers hear here of jobs they are to give up, by their ids. */
const CHANNEL = 'tom:jobs:abort';
/** A message may be lost, or come between two deliveries of the job: it is sent again until the job has ended. */
const AGAIN_AFTER_MS = 500;
const MOST_MESSAGES = 120;

export type AbortAnswer = 'aborted' | 'held' | 'finished' | undefined;

/** Has jobs aborted, whichever worker holds them. */
export class BullAborts {
  readonly #redis: RedisConnections;

  constructor(redis: RedisConnections) {
    this.#redis = redis;
  }

  /** Ends a job that waits. One that a worker holds is flagged, and its worker told, until it has ended. */
  async order(queue: Bull.Queue<JobPayload>, record: JobRecord): Promise<AbortAnswer> {
    const answer = await this.#try(queue, record);
    if (answer === 'held') void this.#insist(queue, record);
    return answer;
  }

  /** Calls `listener` with the id of each job that is to be given up; the function it gives ends that. */
  listen(listener: (id: string) => void): () => void {
    const { subscriber } = this.#redis;
    const onMessage = (channel: string, id: string): void => {
      if (channel === CHANNEL) listener(id);
    };
    // Where the subscription fails the connection is down, and its next `ready` tries anew.
    const subscribe = (): void => void subscriber.subscribe(CHANNEL).catch(() => undefined);
    subscriber.on('message', onMessage);
    subscriber.on('ready', subscribe);
    if (subscriber.status === 'ready') subscribe();
    return () => {
      subscriber.off('message', onMessage);
      subscriber.off('ready', subscribe);
    };
  }

  async #try(queue: Bull.Queue<JobPayload>, { id, payload }: JobRecord): Promise<AbortAnswer> {
    const keys = [id, 'wait', 'delayed', 'failed'].map((name) => queue.toKey(name));
    const reason = JSON.stringify(toJobFailure(abortedByCaller()));
    const data = JSON.stringify(withoutSecrets(payload));
    const answer = (await runScript(queue.client, ABORT, keys, [id, Date.now(), reason, data])) as string | null;
    if (answer === 'held') await this.#redis.commands.publish(CHANNEL, id);
    return (answer ?? undefined) as AbortAnswer;
  }

  async #insist(queue: Bull.Queue<JobPayload>, record: JobRecord): Promise<void> {
    for (let messages = 1; messages < MOST_MESSAGES; messages++) {
      await delay(AGAIN_AFTER_MS, undefined, { ref: false });
      // While Redis is away the job stays flagged.
      const answer = await this.#try(queue, record).catch(() => 'held');
      if (answer !== 'held') return;
    }
  }
}
