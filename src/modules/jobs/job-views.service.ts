import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { Authorization } from '../auth/authorization.js';
import type { CallerIdentity } from '../auth/caller.types.js';
import { askedCommands, mergedOutputs, sourcedAnswer } from './cached/merged-outputs.js';
import type { JobView, ParsingWish } from './job-output.types.js';
import { JobParser } from './job-parser.js';
import { JobQueue } from './job-queue.port.js';
import { isFinished, type AnsweredCommand, type CommandOutput, type JobRecord } from './job.types.js';
import { JobNotFoundError } from './jobs.errors.js';
import { ResultStore } from './result-store.js';

/** What connecting and logging in may take beside the commands of one attempt, at a worker's largest useful deadlines. */
const ATTEMPT_OVERHEAD_MS = 60_000;

const NOTHING = { outputs: null, configuration: null } as const;

/** Waits for jobs, shows them and has them aborted. */
@Injectable()
export class JobViewsService {
  constructor(
    private readonly queue: JobQueue,
    private readonly results: ResultStore,
    private readonly parser: JobParser,
    private readonly settings: Settings,
    private readonly authorization: Authorization,
  ) {}

  /** The job once it has finished, or as it stands when its own deadlines or the server's limit have passed. */
  async waitFor(job: JobRecord, wishes: readonly (ParsingWish | null)[]): Promise<JobView> {
    const { maxQueueWaitMs, retries, timeoutMs } = job.payload;
    const ownDeadlineMs = maxQueueWaitMs + retries * (timeoutMs + ATTEMPT_OVERHEAD_MS);
    const deadlineMs = Math.min(ownDeadlineMs, this.settings.server.maxWaitMs);
    const record = await this.queue.waitUntilFinished(job.id, deadlineMs, job);
    return this.show(record ?? lostJob(job), wishes);
  }

  /** The job as it stands; `wish` holds for each of its commands. Throws `JobNotFoundError`, also for a job of somebody else's. */
  async view(caller: CallerIdentity, id: string, wish: ParsingWish | null): Promise<JobView> {
    const record = await this.find(caller, id);
    const { payload } = record;
    return this.show(record, payload.kind === 'commands' ? askedCommands(payload).map(() => wish) : []);
  }

  /** What the cache answered, without a job. */
  async showAnswered(
    record: JobRecord,
    answered: readonly AnsweredCommand[],
    wishes: readonly (ParsingWish | null)[],
  ): Promise<JobView> {
    const outputs = await this.parser.show(record.payload.device, answered.map(sourcedAnswer), wishes);
    return { record, outputs, configuration: null };
  }

  /** Aborts a job and gives it as it stands then. Throws `JobNotFoundError`, `JobFinishedError`. */
  async abort(caller: CallerIdentity, id: string): Promise<JobView> {
    await this.find(caller, id);
    const record = (await this.queue.cancel(id)) ?? unknownJob(id);
    return { record, ...NOTHING };
  }

  private async find(caller: CallerIdentity, id: string): Promise<JobRecord> {
    const record = await this.queue.get(id);
    return record !== undefined && this.authorization.maySeeJob(caller, record.payload.caller)
      ? record
      : unknownJob(id);
  }

  private async show(record: JobRecord, wishes: readonly (ParsingWish | null)[]): Promise<JobView> {
    // A configuration that the device refused has a transcript as well.
    const hasResult = record.status === 'COMPLETE' || (record.isIrreversible && isFinished(record.status));
    const result = hasResult ? await this.results.get(record.id) : undefined;
    if (result === undefined) return { record, ...NOTHING };
    if ('transcript' in result) return { record, outputs: null, configuration: result };
    return this.showOutputs(record, result.outputs, wishes);
  }

  private async showOutputs(
    record: JobRecord,
    brought: readonly CommandOutput[],
    wishes: readonly (ParsingWish | null)[],
  ): Promise<JobView> {
    const { payload } = record;
    if (payload.kind !== 'commands') return { record, ...NOTHING };
    const answered = payload.cache.run?.asked == null ? [] : await this.results.getAnswered(record.id);
    if (answered === undefined) return { record, ...NOTHING };
    const merged = mergedOutputs(payload, brought, answered);
    return { record, outputs: await this.parser.show(payload.device, merged, wishes), configuration: null };
  }
}

function unknownJob(id: string): never {
  throw new JobNotFoundError(`job "${id}" is not known; finished jobs are kept for a limited time`);
}

/** A job that was accepted and that the queue no longer knows. Configuration may have gone out before it was lost. */
function lostJob(job: JobRecord): JobRecord {
  const isIrreversible = job.payload.kind === 'configs';
  const message = 'JobLost: the queue no longer knows this job; it may have been lost with Redis';
  return { ...job, status: 'FAILED', isIrreversible, failure: { type: 'other', stage: null, message } };
}
