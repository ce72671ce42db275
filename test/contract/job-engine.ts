import type { DepthLimits, JobConsumer, JobHandler, JobQueue } from '../../src/modules/jobs/job-queue.port.js';

/** An engine of one test, with nothing in it. */
export interface JobQueueUnderTest {
  readonly queue: JobQueue;
  /** The same engine in another process, where there can be one: a process consumes once. Closes this one. */
  reopen?(): Promise<JobQueueUnderTest>;
  close(): Promise<void>;
}

export interface EngineOptions extends Partial<DepthLimits> {
  /** How long finished jobs are kept. */
  readonly resultTtlMs: number;
}

export type OpenEngine = (options: EngineOptions) => Promise<JobQueueUnderTest>;

/** The engine of the running test. */
export interface Engine {
  readonly queue: JobQueue;
  consume(handler: JobHandler): Promise<JobConsumer>;
  reopen(): Promise<void>;
  /** Another engine, with nothing in it. */
  replace(options: EngineOptions): Promise<void>;
}

/** Gives every test of the present suite an engine, and closes it with its consumers. */
export function useEngine(open: OpenEngine): Engine {
  let current: JobQueueUnderTest;
  let consumers: JobConsumer[];

  beforeEach(async () => {
    current = await open({ resultTtlMs: 60_000 });
    consumers = [];
  });

  afterEach(async () => {
    for (const consumer of consumers) await consumer.close(0);
    await current.close();
  });

  return {
    get queue() {
      return current.queue;
    },
    async consume(handler) {
      const consumer = await current.queue.consume(handler);
      consumers.push(consumer);
      return consumer;
    },
    async reopen() {
      if (current.reopen !== undefined) current = await current.reopen();
    },
    async replace(options) {
      await current.close();
      current = await open(options);
    },
  };
}
