import type { Authorization } from '../auth/authorization.js';
import { MemorySharedState } from '../state/adapters/memory.shared-state.js';
import { commandJob } from '../../../test/support/job-payloads.js';
import { MemoryJobQueue } from './adapters/memory.job-queue.js';
import { JobEventsService } from './job-events.service.js';

const LIMITS = { maxQueueDepth: 10, maxQueueDepthPerDevice: 10 };

/** Counts who listens. */
class CountedState extends MemorySharedState {
  listeners = 0;

  override async subscribe(channel: string, listener: (message: string) => void): Promise<() => Promise<void>> {
    const unsubscribe = await super.subscribe(channel, listener);
    this.listeners++;
    return async () => {
      this.listeners--;
      await unsubscribe();
    };
  }
}

describe('JobEventsService', () => {
  const state = new CountedState();
  const queue = new MemoryJobQueue(60_000, LIMITS);
  const service = new JobEventsService(queue, state, { maySeeJob: () => true } as unknown as Authorization);

  async function follow(signal: AbortSignal): Promise<boolean> {
    const payload = commandJob();
    const { id } = await queue.enqueue(payload);
    const events = await service.follow(payload.caller, id, undefined, signal);
    return events.isOver;
  }

  it('follows nothing for who has gone before it began', async () => {
    expect(await follow(AbortSignal.abort())).toBe(true);
    expect(state.listeners).toBe(0);
  });

  it('ends what is followed when the process stops, also what comes after that', async () => {
    const listening = new AbortController();
    expect(await follow(listening.signal)).toBe(false);
    expect(state.listeners).toBe(1);
    service.onModuleDestroy();
    expect(await follow(listening.signal)).toBe(true);
    expect(state.listeners).toBe(0);
  });
});
