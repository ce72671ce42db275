import { setImmediate as turn } from 'node:timers/promises';
import type Bull from 'bull';
import type { JobPayload } from '../job.types.js';
import { fetchInOrder } from './ordered-fetch.js';

/** A queue of Bull's whose Redis is a list. */
class FakeQueue {
  readonly keys = { wait: 'wait' };
  readonly settings = { drainDelay: 5 };
  readonly wait: string[] = [];
  readonly finished: unknown[] = [];
  paused: Promise<void> | null = null;
  closing = undefined;
  failure: Error | undefined;
  /** Ends the blocking command. */
  wake: (id: string | null) => void = () => undefined;
  readonly bclient = { blmove: () => this.#blocked() };
  readonly client = { llen: async () => this.wait.length };

  push(...ids: string[]): void {
    this.wait.push(...ids);
    this.wake(this.wait[0] ?? null);
  }

  async moveToActive(): Promise<unknown> {
    if (this.failure !== undefined) throw this.failure;
    const id = this.wait.shift();
    return id === undefined ? null : { id };
  }

  async processJob(...given: unknown[]): Promise<void> {
    this.finished.push(given);
  }

  async getNextJob(): Promise<{ readonly id: string } | null> {
    throw new Error('Bull fetches by itself');
  }

  #blocked(): Promise<string | null> {
    if (this.wait.length > 0) return Promise.resolve(this.wait[0] ?? null);
    return new Promise((resolve) => (this.wake = resolve));
  }
}

function fetchingQueue(): FakeQueue {
  const queue = new FakeQueue();
  fetchInOrder(queue as unknown as Bull.Queue<JobPayload>);
  return queue;
}

async function settle(): Promise<void> {
  for (let turns = 0; turns < 10; turns++) await turn();
}

describe('fetching in order', () => {
  it('gives each who has room the next job, in the order in which they asked', async () => {
    const queue = fetchingQueue();
    const given: string[] = [];
    for (const taker of ['a', 'b', 'c', 'd']) {
      void queue.getNextJob().then((job) => given.push(`${taker} ${job?.id ?? 'nothing'}`));
    }
    await settle();
    expect(given).toEqual([]);
    queue.push('1');
    await settle();
    expect(given).toEqual(['a 1']);
    queue.push('2', '3', '4', '5');
    await settle();
    expect(given).toEqual(['a 1', 'b 2', 'c 3', 'd 4']);
    expect((await queue.getNextJob())?.id).toBe('5');
  });

  it('waits on when what woke it is gone, or nothing came in the time of a blocking command', async () => {
    const queue = fetchingQueue();
    const next = queue.getNextJob();
    await settle();
    queue.wake('gone');
    await settle();
    queue.wake(null);
    await settle();
    queue.push('1');
    expect((await next)?.id).toBe('1');
  });

  it('tells one of a failure, who asks again later; the others wait on', async () => {
    const queue = fetchingQueue();
    const [first, second] = [queue.getNextJob(), queue.getNextJob()];
    queue.failure = new Error('Redis is away');
    queue.push('1', '2');
    await expect(first).rejects.toThrow('Redis is away');
    queue.failure = undefined;
    const again = queue.getNextJob();
    expect((await second)?.id).toBe('1');
    expect((await again)?.id).toBe('2');
  });

  it('names the Redis that it takes where the server is too old', async () => {
    const queue = fetchingQueue();
    queue.failure = new Error("ERR unknown command 'BLMOVE', with args beginning with: 'wait'");
    queue.push('1');
    await expect(queue.getNextJob()).rejects.toThrow(
      "Redis has to be 6.2 or later, and no job is run before it is (ERR unknown command 'BLMOVE'",
    );
  });

  it('gives nothing to all who wait when the queue is paused', async () => {
    const queue = fetchingQueue();
    const nexts = [queue.getNextJob(), queue.getNextJob()];
    await settle();
    queue.paused = Promise.resolve();
    queue.wake(null);
    expect(await Promise.all(nexts)).toEqual([null, null]);
    queue.paused = null;
    queue.push('1');
    expect((await queue.getNextJob())?.id).toBe('1');
  });

  it('has Bull fetch none with the end of another', async () => {
    const queue = fetchingQueue();
    await queue.processJob('job');
    expect(queue.finished).toEqual([['job', true]]);
  });
});
