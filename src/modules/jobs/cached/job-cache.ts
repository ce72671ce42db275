import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CacheLookup, CacheScope } from '../../cache/cache.types.js';
import { OutputCache } from '../../cache/output-cache.js';
import { readsOnly } from '../../cache/reads-only.js';
import { SharedState } from '../../state/shared-state.port.js';
import { JobQueue } from '../job-queue.port.js';
import type { CommandOrder } from '../job-orders.types.js';
import type { AnsweredCommand, JobCacheRun, JobRecord } from '../job.types.js';
import { deviceKey } from '../partition.js';
import { ResultStore } from '../result-store.js';
import { JobFlights } from './job-flights.js';
import { LoginIdentity } from './login-identity.js';

/** What an order comes to: a job, or all of the answer, from the cache. */
export type Submission =
  | { readonly kind: 'queued'; readonly record: JobRecord }
  | { readonly kind: 'answered'; readonly answered: readonly AnsweredCommand[] };

/** The job for an order, or for the part of it that the cache does not answer. */
export interface PlannedJob {
  readonly id: string;
  readonly commands: readonly string[];
  readonly run?: JobCacheRun;
}

type Enqueue = (job: PlannedJob) => Promise<JobRecord>;

/** Connecting and logging in, beside the commands of one try. */
const TRY_OVERHEAD_MS = 60_000;
/** Times the cache is asked again because a job for the same has just ended. */
const MOST_ROUNDS = 3;

/** Stands in front of the queue: answers from the cache what it can, and has the rest run once for all who want it. */
@Injectable()
export class JobCache {
  private readonly identity = new LoginIdentity();
  private readonly flights: JobFlights;

  constructor(
    private readonly cache: OutputCache,
    private readonly queue: JobQueue,
    private readonly results: ResultStore,
    state: SharedState,
  ) {
    this.flights = new JobFlights(state, queue);
  }

  /** @param mayAnswer whether the caller takes an answer that is no job */
  async submit(order: CommandOrder, platform: string, mayAnswer: boolean, enqueue: Enqueue): Promise<Submission> {
    if (!this.isWanted(order)) return queued(await enqueue({ id: this.newId(order), commands: order.commands }));
    const scope = this.scopeOf(order, platform);
    for (let round = 1; round <= MOST_ROUNDS; round++) {
      const lookup = await this.look(scope, order);
      if (lookup.status === 'hit' && mayAnswer) return { kind: 'answered', answered: answeredOf(order, lookup) };
      const record = await this.queueRest(order, scope, lookup, enqueue, round === MOST_ROUNDS);
      if (record !== undefined) return queued(record);
    }
    throw new Error('the last round queues a job');
  }

  private isWanted({ cache, commands }: CommandOrder): boolean {
    return cache.useCache && this.cache.isEnabled && (cache.isExplicit || commands.every(readsOnly));
  }

  private async look(scope: CacheScope, { commands, cache }: CommandOrder): Promise<CacheLookup> {
    const maxAgeMs = cache.ttlSeconds === null ? Infinity : cache.ttlSeconds * 1000;
    if (!cache.refresh) return this.cache.lookup(scope, commands, maxAgeMs);
    const { epoch } = await this.cache.lookup(scope, []);
    return { status: epoch === null ? 'error' : 'miss', answers: commands.map(() => ({ status: 'miss' })), epoch };
  }

  /** Queues what is missing; joins a job for the same, unless it has to be asked anew. */
  private async queueRest(
    order: CommandOrder,
    scope: CacheScope,
    lookup: CacheLookup,
    enqueue: Enqueue,
    isLast: boolean,
  ): Promise<JobRecord | undefined> {
    const job = this.plan(order, scope, lookup);
    const start = async (): Promise<JobRecord> => {
      if (job.run?.asked != null) await this.results.putAnswered(job.id, answeredOf(order, lookup), lastsMs(order));
      return enqueue(job);
    };
    if (order.cache.refresh || lookup.epoch === null || isLast) return start();
    const key = flightKey(order, scope, job);
    return this.flights.join({ key, lastsMs: lastsMs(order), jobId: job.id }, start);
  }

  private plan(order: CommandOrder, { digest }: CacheScope, lookup: CacheLookup): PlannedJob {
    const { commands, cache } = order;
    const { answers, epoch, status } = lookup;
    const answered = [...answers.keys()].filter((index) => answers[index]?.status === 'hit');
    const ticket = epoch === null ? null : { digest, epoch, ttlMs: this.cache.ttlMsFor(cache.ttlSeconds) };
    return {
      id: this.newId(order),
      commands: commands.filter((_, index) => answers[index]?.status !== 'hit'),
      run: { status, ticket, asked: answered.length === 0 ? null : { commands, answered } },
    };
  }

  /** All that an output depends on beside its command; not how long it may take. */
  private scopeOf(order: CommandOrder, platform: string): CacheScope {
    const { device, credential, enable, secret, ownSecret, expect } = order;
    const secrets = [secret, ownSecret].map((one) => (one === null ? null : this.identity.digest(one.reveal())));
    const facts = [platform, this.identity.of(credential), enable, enable ? secrets : [], expect, device.options];
    return { device: deviceKey(device), digest: digestOf(facts) };
  }

  private newId({ device }: CommandOrder): string {
    return this.queue.newId(device);
  }
}

function queued(record: JobRecord): Submission {
  return { kind: 'queued', record };
}

function answeredOf({ commands }: CommandOrder, { answers }: CacheLookup): AnsweredCommand[] {
  return answers.flatMap((answer, index) => {
    if (answer.status === 'miss') return [];
    const { output, logLines, platform, at, ttlMs } = answer.entry;
    const own = { ...(logLines === undefined ? {} : { logLines }), ...(platform === undefined ? {} : { platform }) };
    return [{ command: commands[index] ?? '', output, at, ttlMs, ...own }];
  });
}

/**
 * Requests with the same key have one job: those of one caller, whose job it is. Who would wait longer or try more often has another.
 */
function flightKey(order: CommandOrder, { device, digest }: CacheScope, { commands, run }: PlannedJob): string {
  const { timeoutMs, retries, maxQueueWaitMs, device: target, caller } = order;
  const owner = [caller.user, caller.method, caller.provider];
  const answered = run?.asked ?? null;
  const times = [timeoutMs, retries, maxQueueWaitMs];
  return digestOf([owner, device, target.name, digest, run?.ticket, commands, answered, times]);
}

function lastsMs({ timeoutMs, retries, maxQueueWaitMs }: CommandOrder): number {
  return maxQueueWaitMs + retries * (timeoutMs + TRY_OVERHEAD_MS);
}

function digestOf(facts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(facts), 'base64url');
}
