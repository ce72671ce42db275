import { MemorySharedState } from '../state/adapters/memory.shared-state.js';
import { JobEventQueue } from './job-event-queue.js';
import { eventChannel, type FollowedMessage } from './job-event.types.js';
import { JobFollower } from './job-follower.js';
import type { JobRecord } from './job.types.js';

const ID = 'a job';
const record = (status: JobRecord['status']): JobRecord =>
  ({ id: ID, status, attempts: 1, failure: null }) as JobRecord;

/** What is published arrives behind what was asked before, as over a connection of its own. */
class SlowMessages extends MemorySharedState {
  override async publish(channel: string, message: string): Promise<void> {
    setTimeout(() => void super.publish(channel, message), 20);
  }
}

describe('JobFollower', () => {
  let state: MemorySharedState;
  let events: JobEventQueue;
  let follower: JobFollower;

  async function follow(after?: string): Promise<void> {
    state = new SlowMessages();
    events = new JobEventQueue();
    const queue = { get: async () => record('COMPLETE') };
    follower = new JobFollower(queue, state, events, { id: ID, after });
    await state.subscribe(eventChannel(ID), (message) => follower.hear(message));
  }

  const say = (message: FollowedMessage): void => void state.publish(eventChannel(ID), JSON.stringify(message));

  function sayOutput(...numbers: number[]): void {
    for (const number of numbers)
      say({ type: 'output', eventId: `7-${number}`, command: 'show', text: String(number), hasGap: false });
  }

  /** What the follower was told by the end of the job. */
  async function told(): Promise<string[]> {
    await follower.showEnd(record('COMPLETE'));
    events.end();
    const all: { type: string; data: { status?: string; text?: string } }[] = [];
    for await (const event of events) all.push(event);
    return all.map(({ type, data }) => data.status ?? data.text ?? type);
  }

  it('shows the end of a job behind all of its output, however late that arrives', async () => {
    await follow();
    follower.show(record('ACTIVE'));
    say({ type: 'changed' });
    sayOutput(1, 2);
    expect(await told()).toEqual(['ACTIVE', '1', '2', 'COMPLETE']);
  });

  it('shows what is repeated before what comes meanwhile, and each once', async () => {
    await follow('7-2');
    sayOutput(5);
    sayOutput(3, 4, 5);
    say({ type: 'repeated', after: '7-2' });
    sayOutput(6);
    expect(await told()).toEqual(['3', '4', '5', '6', 'COMPLETE']);
  });

  it('is told that output may be missing when nobody repeats it', async () => {
    await follow('7-2');
    sayOutput(5);
    expect(await told()).toEqual(['gap', 'gap', '5', 'COMPLETE']);
  });
});
