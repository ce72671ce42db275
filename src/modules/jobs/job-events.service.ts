import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Authorization } from '../auth/authorization.js';
import type { CallerIdentity } from '../auth/caller.types.js';
import { SharedState } from '../state/shared-state.port.js';
import { JobEventQueue } from './job-event-queue.js';
import { eventChannel, FOLLOW_CHANNEL, isAfter, type FollowMessage, type WorkerMessage } from './job-event.types.js';
import { JobQueue } from './job-queue.port.js';
import { isFinished, type JobRecord } from './job.types.js';
import { JobNotFoundError } from './jobs.errors.js';
import { deviceKey } from './partition.js';

/** How often workers are told that somebody follows, and the job is looked at in any case. */
const LOOK_EVERY_MS = 2_000;
const HEARTBEAT_EVERY_MS = 15_000;

/** Follows jobs for those who want to watch them. */
@Injectable()
export class JobEventsService implements OnModuleDestroy {
  private readonly open = new Set<() => void>();

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
    const following = new Following(this.queue, events, after);
    const unsubscribe = await this.state.subscribe(eventChannel(id), (message) => following.hear(id, message));
    following.show(record);
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
    signal.addEventListener('abort', end, { once: true });
    this.open.add(end);
    say(after === undefined ? {} : { after });
    void this.waitForEnd(id, following, events).finally(end);
    return events;
  }

  onModuleDestroy(): void {
    for (const end of this.open) end();
  }

  private async waitForEnd(id: string, following: Following, events: JobEventQueue): Promise<void> {
    while (!events.isOver) {
      try {
        const record = await this.queue.waitUntilFinished(id, LOOK_EVERY_MS);
        if (record !== undefined) following.show(record);
        if (record === undefined || isFinished(record.status)) return;
      } catch {
        // Redis is away: what is followed goes on when it is back.
        await delay(LOOK_EVERY_MS);
      }
    }
  }
}

/** What one follower has seen of a job. */
class Following {
  private shown = '';
  private ahead: number | undefined;

  constructor(
    private readonly queue: JobQueue,
    private readonly events: JobEventQueue,
    private lastSeen: string | undefined,
  ) {}

  show({ id, status, attempts, failure }: JobRecord): void {
    const data = { job_id: id, status, attempts, error: failure?.message ?? null, error_type: failure?.type ?? null };
    const text = JSON.stringify(data);
    if (text === this.shown) return;
    this.shown = text;
    this.events.push({ type: 'status', data });
  }

  look(id: string): void {
    void this.queue.get(id).then(
      (record) => record !== undefined && this.show(record),
      () => undefined,
    );
  }

  hear(id: string, message: string): void {
    const said = JSON.parse(message) as WorkerMessage;
    switch (said.type) {
      case 'changed':
        return this.look(id);
      case 'position':
        if (said.ahead !== this.ahead) this.events.push({ type: 'position', data: { ahead: said.ahead } });
        this.ahead = said.ahead;
        return;
      case 'output':
        return this.output(said);
      default:
        return said satisfies never;
    }
  }

  /** What is repeated for another follower is seen once. */
  private output({ eventId, command, text, hasGap }: Extract<WorkerMessage, { type: 'output' }>): void {
    if (!isAfter(eventId, this.lastSeen)) return;
    if (hasGap || isMissingSome(this.lastSeen, eventId)) this.events.push({ type: 'gap', data: {} });
    this.lastSeen = eventId;
    this.events.push({ id: eventId, type: 'output', data: { command, text } }, text.length);
  }
}

function isMissingSome(last: string | undefined, next: string): boolean {
  if (last === undefined) return false;
  const [start, number = 0] = last.split('-').map(Number);
  const [nextStart, nextNumber = 0] = next.split('-').map(Number);
  return start === nextStart ? nextNumber !== number + 1 : false;
}
