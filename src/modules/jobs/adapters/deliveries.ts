import type { JobDelivery, JobHandler, JobOutcome } from '../job-queue.port.js';
import { toJobFailure } from '../job-failure.js';

/** How long a handler may go on after its signal was aborted: past it the job is handed back without it. */
const ABANDON_AFTER_MS = 5_000;

const HANDED_BACK: JobOutcome = { kind: 'handed_back' };

interface OpenDelivery {
  readonly controller: AbortController;
  hasBegun: boolean;
  abandon: () => void;
  settled: Promise<unknown>;
}

/** The jobs a consumer has in hand. */
export class Deliveries {
  readonly #handler: JobHandler;
  readonly #open = new Set<OpenDelivery>();
  #isClosing = false;
  readonly #onEmpty = new Set<() => void>();

  constructor(handler: JobHandler) {
    this.#handler = handler;
  }

  /** Jobs in hand. */
  get size(): number {
    return this.#open.size;
  }

  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** Has the handler run a job; `onBegin` is called at most once. Never rejects. */
  async run(job: Omit<JobDelivery, 'signal' | 'begin'>, onBegin: () => void): Promise<JobOutcome> {
    if (this.#isClosing) return HANDED_BACK;
    const open: OpenDelivery = {
      controller: new AbortController(),
      hasBegun: false,
      abandon: () => undefined,
      settled: Promise.resolve(),
    };
    const abandoned = new Promise<JobOutcome>((resolve) => (open.abandon = () => resolve(HANDED_BACK)));
    const begin = (): void => {
      if (open.hasBegun) return;
      open.hasBegun = true;
      onBegin();
    };
    this.#open.add(open);
    try {
      const handled = this.#handler({ ...job, signal: open.controller.signal, begin });
      const outcome = Promise.race([handled, abandoned]);
      open.settled = outcome.catch(() => undefined);
      return await outcome;
    } catch (error) {
      return { kind: 'failed', failure: toJobFailure(error) };
    } finally {
      this.#open.delete(open);
      if (this.#open.size === 0) for (const tell of this.#onEmpty) tell();
    }
  }

  /** Hands back every further job at once. */
  stop(): void {
    this.#isClosing = true;
  }

  /** Hands back every further job and those that have not begun; resolves when all of them are. */
  async handBack(): Promise<void> {
    this.stop();
    this.#newestFirst((open) => !open.hasBegun && open.controller.abort());
    await Promise.all([...this.#open].filter((open) => !open.hasBegun).map((open) => open.settled));
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

  /** Resolves when no job is in hand. */
  async emptied(): Promise<void> {
    if (this.#open.size > 0) await new Promise<void>((resolve) => this.#onEmpty.add(resolve));
  }

  async #emptyWithin(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
    await Promise.race([this.emptied(), late]);
    clearTimeout(timer);
  }
}
