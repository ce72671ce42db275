import { abortedByCaller, finalOutcome } from '../final-outcome.js';
import { toJobFailure } from '../job-failure.js';
import type { JobDelivery, JobHandler, JobOutcome } from '../job-queue.port.js';
import type { JobFlags } from '../job.types.js';

/** How long a handler may go on after its signal was aborted: past it the job is handed back without it. */
const ABANDON_AFTER_MS = 5_000;

/** The same for a job that is aborted: time for leaving the device in good order. */
const ABORT_WITHIN_MS = 10_000;

const HANDED_BACK: JobOutcome = { kind: 'handed_back' };

interface OpenDelivery {
  readonly id: string;
  readonly flags: { -readonly [Name in keyof JobFlags]: boolean };
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

  /** Has the handler run a job, unless its flags say that it must not; `onBegin` is called at most once. Never rejects. */
  async run(job: Omit<JobDelivery, 'signal' | 'begin'>, flags: JobFlags, onBegin: () => void): Promise<JobOutcome> {
    if (this.#isClosing || flags.isAborted || flags.isIrreversible) return finalOutcome(HANDED_BACK, flags);
    const open: OpenDelivery = {
      id: job.id,
      flags: { ...flags },
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
    const forbidRepeat = async (): Promise<void> => {
      await job.forbidRepeat();
      open.flags.isIrreversible = true;
    };
    this.#open.add(open);
    try {
      const handled = this.#handler({ ...job, signal: open.controller.signal, begin, forbidRepeat });
      const outcome = Promise.race([handled, abandoned]);
      open.settled = outcome.catch(() => undefined);
      return finalOutcome(await outcome, open.flags);
    } catch (error) {
      return { kind: 'failed', failure: toJobFailure(error) };
    } finally {
      this.#open.delete(open);
      if (this.#open.size === 0) for (const tell of this.#onEmpty) tell();
    }
  }

  /** Gives a job up for good; false when it is not in hand. */
  cancel(id: string): boolean {
    const open = [...this.#open].find((delivery) => delivery.id === id);
    if (open === undefined) return false;
    open.flags.isAborted = true;
    open.controller.abort(abortedByCaller());
    setTimeout(() => open.abandon(), ABORT_WITHIN_MS).unref();
    return true;
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
