import { randomUUID } from 'node:crypto';
import { within } from '../../common/within.js';
import type { SharedState } from '../state/shared-state.port.js';
import type { JobEventQueue } from './job-event-queue.js';
import { eventChannel, isAfter, type FollowedMessage, type OutputMessage } from './job-event.types.js';
import type { JobQueue } from './job-queue.port.js';
import { isFinished, type JobRecord } from './job.types.js';

/** How long a worker may take to repeat what a follower that comes back has missed. */
const REPEAT_TIMEOUT_MS = 1_000;
/** How long output may be on its way when its job has ended. */
const ARRIVE_TIMEOUT_MS = 2_000;

export interface FollowedJob {
  readonly id: string;
  /** The last event that was seen, where the follower comes back. */
  readonly after: string | undefined;
}

/** What one follower has seen of a job. */
export class JobFollower {
  readonly #queue: Pick<JobQueue, 'get'>;
  readonly #state: Pick<SharedState, 'publish'>;
  readonly #events: JobEventQueue;
  readonly #job: FollowedJob;
  /** Resolves when what a follower that comes back has missed was shown, as far as it was kept. */
  readonly #repeated: Promise<void>;
  #tellRepeated = (): void => undefined;
  /** Output that comes before what is to be repeated. */
  #early: OutputMessage[] | undefined;
  #mark = '';
  #tellMark = (): void => undefined;
  #lastSeen: string | undefined;
  #shown = '';
  #ahead: number | undefined;

  constructor(
    queue: Pick<JobQueue, 'get'>,
    state: Pick<SharedState, 'publish'>,
    events: JobEventQueue,
    job: FollowedJob,
  ) {
    this.#queue = queue;
    this.#state = state;
    this.#events = events;
    this.#job = job;
    this.#lastSeen = job.after;
    this.#repeated = job.after === undefined ? Promise.resolve() : this.#comeBack();
  }

  /** Shows how the job stands; its end is for `showEnd` alone, which comes behind all output. */
  show(record: JobRecord): void {
    if (!isFinished(record.status)) this.#show(record);
  }

  /** Shows the end of the job, once all that was said of it has arrived. Rejects with `StateUnavailableError`. */
  async showEnd(record: JobRecord): Promise<void> {
    await this.#repeated;
    this.#mark = randomUUID();
    const arrived = new Promise<void>((resolve) => (this.#tellMark = resolve));
    const message: FollowedMessage = { type: 'mark', mark: this.#mark };
    await this.#state.publish(eventChannel(this.#job.id), JSON.stringify(message));
    await within(ARRIVE_TIMEOUT_MS, arrived);
    this.#show(record);
  }

  hear(message: string): void {
    const said = JSON.parse(message) as FollowedMessage;
    switch (said.type) {
      case 'changed':
        return this.#look();
      case 'position':
        if (said.ahead !== this.#ahead) this.#events.push({ type: 'position', data: { ahead: said.ahead } });
        this.#ahead = said.ahead;
        return;
      case 'output':
        return this.#early === undefined ? this.#output(said) : void this.#early.push(said);
      case 'repeated':
        if (said.after === this.#job.after) this.#tellRepeated();
        return;
      case 'mark':
        if (said.mark === this.#mark) this.#tellMark();
        return;
      default:
        return said satisfies never;
    }
  }

  #show({ id, status, attempts, failure }: JobRecord): void {
    const data = { job_id: id, status, attempts, error: failure?.message ?? null, error_type: failure?.type ?? null };
    const text = JSON.stringify(data);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#events.push({ type: 'status', data });
  }

  #look(): void {
    void this.#queue.get(this.#job.id).then(
      (record) => record !== undefined && this.show(record),
      () => undefined,
    );
  }

  /** What comes while the past is being repeated is shown behind it. */
  async #comeBack(): Promise<void> {
    const early: OutputMessage[] = (this.#early = []);
    const repeated = new Promise<void>((resolve) => (this.#tellRepeated = resolve));
    if (!(await within(REPEAT_TIMEOUT_MS, repeated))) this.#events.push({ type: 'gap', data: {} });
    this.#early = undefined;
    early.sort((a, b) => (isAfter(a.eventId, b.eventId) ? 1 : -1));
    for (const message of early) this.#output(message);
  }

  /** What is repeated for another follower is seen once. */
  #output({ eventId, command, text, hasGap }: OutputMessage): void {
    if (!isAfter(eventId, this.#lastSeen)) return;
    if (hasGap || isMissingSome(this.#lastSeen, eventId)) this.#events.push({ type: 'gap', data: {} });
    this.#lastSeen = eventId;
    if (text !== '') this.#events.push({ id: eventId, type: 'output', data: { command, text } }, text.length);
  }
}

function isMissingSome(last: string | undefined, next: string): boolean {
  if (last === undefined) return false;
  const [start, number = 0] = last.split('-').map(Number);
  const [nextStart, nextNumber = 0] = next.split('-').map(Number);
  return start === nextStart ? nextNumber !== number + 1 : false;
}
