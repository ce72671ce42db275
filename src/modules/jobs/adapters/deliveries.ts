import type { JobDelivery, JobHandler, JobOutcome } from '../job-queue.port.js';
import { toJobFailure } from '../job-failure.js';

/** How long a handler may go on after its signal was aborted: past it the job is handed back without it. */
const ABANDON_AFTER_MS = 5_000;

const HANDED_BACK: JobOutcome = { kind: 'handed_back' };

interface OpenDelivery {
  readonly controller: AbortController;
  hasBegun: boolean;
  abandon: () => void;
}

/** The jobs a consumer has in hand. */
export class Deliveries {
  readonly #handler: JobHandler;
  readonly #open = new Set<OpenDelivery>();
  #isClosing = false;
  #emptied = (): void => undefined;

  constructor(handler: JobHandler) {
    this.#handler = handler;
  }

  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** Has the handler run a job; `onBegin` is called at most once. Never rejects. */
  async run(job: Omit<JobDelivery, 'signal' | 'begin'>, onBegin: () => void): Promise<JobOutcome> {
    if (this.#isClosing) return HANDED_BACK;
    const open: OpenDelivery = { controller: new AbortController(), hasBegun: false, abandon: () => undefined };
    const abandoned = new Promise<JobOutcome>((resolve) => (open.abandon = () => resolve(HANDED_BACK)));
    const begin = (): void => {
      if (open.hasBegun) return;
      open.hasBegun = true;
      onBegin();
    };
    this.#open.add(open);
    try {
      return await Promise.race([this.#handler({ ...job, signal: open.controller.signal, begin }), abandoned]);
    } catch (error) {
      return { kind: 'failed', failure: toJobFailure(error) };
    } finally {
      this.#open.delete(open);
      if (this.#open.size === 0) this.#emptied();
    }
  }

  /** Hands back every further job at once. */
  stop(): void {
    this.#isClosing = true;
  }

  /** As `JobConsumer.close`. Aborts the newest first, so that those handed back keep their order at the head of the queue. */
  async close(graceMs: number): Promise<void> {
    this.stop();
    this.#newestFirst((open) => !open.hasBegun && open.controller.abort());
    await this.#emptyWithin(graceMs);
    this.#newestFirst((open) => open.controller.abort());
    await this.#emptyWithin(ABANDON_AFTER_MS);
    this.#newestFirst((open) => open.abandon());
    await this.#emptyWithin(ABANDON_AFTER_MS);
  }

  #newestFirst(act: (open: OpenDelivery) => unknown): void {
    for (const open of [...this.#open].reverse()) act(open);
  }

  async #emptyWithin(timeoutMs: number): Promise<void> {
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#emptied = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
