import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Authorization } from '../auth/authorization.js';
import type { CallerIdentity } from '../auth/caller.types.js';
import { SharedState } from '../state/shared-state.port.js';
import { JobEventQueue } from './job-event-queue.js';
import { eventChannel, FOLLOW_CHANNEL, type FollowMessage } from './job-event.types.js';
import { JobFollower } from './job-follower.js';
import { JobQueue } from './job-queue.port.js';
import { isFinished } from './job.types.js';
import { JobNotFoundError } from './jobs.errors.js';
import { deviceKey } from './partition.js';

/** How often workers are told that somebody follows, and the job is looked at in any case. */
const LOOK_EVERY_MS = 2_000;
const HEARTBEAT_EVERY_MS = 15_000;

/** Follows jobs for those who want to watch them. */
@Injectable()
export class JobEventsService implements OnModuleDestroy {
  private readonly open = new Set<() => void>();
  private isStopped = false;

  constructor(
    private readonly queue: JobQueue,
    private readonly state: SharedState,
    private readonly authorization: Authorization,
  ) {}

  /**
   * What becomes of a job from now on, until it has ended or `signal` says that nobody listens any more. Throws `JobNotFoundError`,
   * `StateUnavailableError`, `QueueUnavailableError`.
   * @param after the last event that was seen: what came since is repeated, as far as a worker has it
   */
  async follow(
    caller: CallerIdentity,
    id: string,
    after: string | undefined,
    signal: AbortSignal,
  ): Promise<JobEventQueue> {
    const record = await this.queue.get(id);
    if (record === undefined || !this.authorization.maySeeJob(caller, record.payload.caller))
      throw new JobNotFoundError(`job "${id}" is not known; finished jobs are kept for a limited time`);
    const events = new JobEventQueue();
    const follower = new JobFollower(this.queue, this.state, events, { id, after });
    const unsubscribe = await this.state.subscribe(eventChannel(id), (message) => follower.hear(message));
    follower.show(record);
    const say = (message: Partial<FollowMessage>): void => {
      const text = JSON.stringify({ id, device: deviceKey(record.payload.device), ...message });
      void this.state.publish(FOLLOW_CHANNEL, text).catch(() => undefined);
    };
    const timers = [
      setInterval(() => say({}), LOOK_EVERY_MS),
      setInterval(() => events.push({ type: 'heartbeat', data: {} }), HEARTBEAT_EVERY_MS),
    ];
    const end = (): void => {
      for (const timer of timers) clearInterval(timer);
      events.end();
      this.open.delete(end);
      void unsubscribe().catch(() => undefined);
    };
    this.open.add(end);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted || this.isStopped) {
      end();
      return events;
    }
    say(after === undefined ? {} : { after });
    void this.waitForEnd(id, follower, events).finally(end);
    return events;
  }

  /** Who follows goes on at another controller, also who comes while this one stops. */
  onModuleDestroy(): void {
    this.isStopped = true;
    for (const end of this.open) end();
  }

  private async waitForEnd(id: string, follower: JobFollower, events: JobEventQueue): Promise<void> {
    while (!events.isOver) {
      try {
        const record = await this.queue.waitUntilFinished(id, LOOK_EVERY_MS);
        if (record === undefined) return;
        if (isFinished(record.status)) return await follower.showEnd(record);
        follower.show(record);
      } catch {
        // Redis is away: what is followed goes on when it is back.
        await delay(LOOK_EVERY_MS);
      }
    }
  }
}
