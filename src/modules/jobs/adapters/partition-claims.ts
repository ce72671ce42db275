import { within } from '../../../common/within.js';
import type { Lease, SharedState } from '../../state/shared-state.port.js';
import { partitionsOf } from './partition-assignment.js';

/** How long a worker that gives no sign of life keeps its claims. */
export const CLAIM_MS = 5_000;
const RENEW_EVERY_MS = 1_200;
/** How long the work may take to leave a partition: shorter than a claim, so that no other one lapses meanwhile. */
const LEAVE_TIMEOUT_MS = 4_000;
/** How long the end waits for a look that is under way. */
const STOP_TIMEOUT_MS = 5_000;
/** Lease of all live workers, with a place for each; also the channel on which they tell of changes. */
const WORKERS = 'workers';
const MOST_WORKERS = 10_000;

/** What a worker does with its partitions. */
export interface ClaimedWork {
  readonly partitions: number;
  /** Begin with a partition. */
  take(partition: number): Promise<void>;
  /** Take no more of it; resolves when what has not begun is back for others. */
  leave(partition: number): Promise<void>;
  /** Told when the share of this worker has changed. */
  report(sentence: string): void;
}

/**
 * A worker's claims on partitions: leases in the shared store, renewed while it lives. Each worker looks by itself who is alive
 * and which partitions are therefore its own; a lease keeps two from having one at the same time.
 */
export class PartitionClaims {
  readonly #state: SharedState;
  readonly #worker: string;
  readonly #work: ClaimedWork;
  readonly #held = new Map<number, Lease>();
  #membership: Lease | undefined;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: (() => Promise<void>) | undefined;
  #running: Promise<void> | undefined;
  #isWanted = false;
  #isOver = false;
  #lastReport = '';

  /** @param worker names this worker among all */
  constructor(state: SharedState, worker: string, work: ClaimedWork) {
    this.#state = state;
    this.#worker = worker;
    this.#work = work;
  }

  /** Partitions held now. */
  get held(): number[] {
    return [...this.#held.keys()].sort((a, b) => a - b);
  }

  /** Begins to claim. */
  start(): void {
    void this.#listen();
    this.#timer = setInterval(() => void this.look(), RENEW_EVERY_MS).unref();
    void this.look().then(() => this.#tell());
  }

  /** Looks who is alive, and takes and leaves partitions accordingly. Never rejects. */
  async look(): Promise<void> {
    this.#isWanted = true;
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
    await this.#running;
  }

  /** Gives all claims back, for others to take them at once. */
  async stop(): Promise<void> {
    this.#isOver = true;
    clearInterval(this.#timer);
    await within(STOP_TIMEOUT_MS, this.#running);
    const leases = [...this.#held.values(), this.#membership].filter((lease) => lease !== undefined);
    this.#held.clear();
    // What cannot be given back lapses.
    await Promise.allSettled(leases.map((lease) => this.#state.releaseLease(lease)));
    await this.#tell();
    await this.#unsubscribe?.().catch(() => undefined);
  }

  async #run(): Promise<void> {
    while (this.#isWanted && !this.#isOver) {
      this.#isWanted = false;
      try {
        await this.#look();
      } catch {
        // The store is away: the connection says so, and the next look tries again.
      }
    }
  }

  async #look(): Promise<void> {
    this.#membership = await this.#state.acquireLease(WORKERS, this.#worker, CLAIM_MS, MOST_WORKERS);
    const alive = await this.#state.leaseHolders(WORKERS);
    const mine = new Set(partitionsOf(this.#worker, alive, this.#work.partitions));
    const left = [...this.#held.keys()].filter((partition) => !mine.has(partition));
    const steps = await Promise.allSettled([
      ...[...this.#held].filter(([partition]) => mine.has(partition)).map((claim) => this.#renew(...claim)),
      ...left.map((partition) => this.#leave(partition)),
      ...[...mine].filter((partition) => !this.#held.has(partition)).map((partition) => this.#claim(partition)),
    ]);
    if (left.length > 0) await this.#tell();
    this.#report(alive.length);
    const failed = steps.find((step) => step.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  async #claim(partition: number): Promise<void> {
    if (this.#isOver) return;
    const lease = await this.#state.acquireLease(`partition:${partition}`, this.#worker, CLAIM_MS);
    if (lease === undefined) return;
    this.#held.set(partition, lease);
    try {
      await this.#work.take(partition);
    } catch (error) {
      await this.#leave(partition);
      throw error;
    }
  }

  async #renew(partition: number, lease: Lease): Promise<void> {
    if (!(await this.#state.renewLease(lease, CLAIM_MS))) await this.#leave(partition);
  }

  async #leave(partition: number): Promise<void> {
    const lease = this.#held.get(partition);
    if (lease === undefined) return;
    // What is still in hand then keeps its own locks: nobody else runs it.
    await within(LEAVE_TIMEOUT_MS, this.#work.leave(partition));
    this.#held.delete(partition);
    await this.#state.releaseLease(lease);
  }

  async #listen(): Promise<void> {
    try {
      const end = await this.#state.subscribe(WORKERS, (worker) => {
        if (worker !== this.#worker) void this.look();
      });
      if (this.#isOver) await end();
      else this.#unsubscribe = end;
    } catch {
      // Changes are seen all the same, with the next look.
    }
  }

  /** Has the others look at once. */
  async #tell(): Promise<void> {
    await this.#state.publish(WORKERS, this.#worker).catch(() => undefined);
  }

  #report(workers: number): void {
    const { partitions } = this.#work;
    const sentence = `takes jobs of ${this.#held.size} of ${partitions} partitions, among ${workers} worker${workers === 1 ? '' : 's'}`;
    if (sentence !== this.#lastReport) this.#work.report(sentence);
    this.#lastReport = sentence;
  }
}
