import { Injectable } from '@nestjs/common';
import type { Secret } from '../../common/secret.js';
import { Settings } from '../../config/settings.js';
import type { CredentialRef, StoredCredentialRef } from '../credentials/credential.types.js';
import { InlineCredentialSealer } from '../credentials/sealing/inline-credential-sealer.js';
import { PlatformRegistry } from '../devices/platforms/platform-registry.js';
import { TemplateNotFoundError } from '../parsing/parsing.errors.js';
import { JobQueue } from './job-queue.port.js';
import type { CommandJobPayload, JobDevice, JobRecord, JobResult } from './job.types.js';
import { InlineCredentialsDisabledError, JobNotFoundError } from './jobs.errors.js';
import { ResultStore } from './result-store.js';

/** A log-in that came with the request, still in clear. */
export interface InlineCredential {
  readonly type: 'inline';
  readonly username: string;
  readonly password: Secret;
}

/** What a caller asks for: commands on one device. */
export interface CommandOrder extends Omit<CommandJobPayload, 'kind' | 'credential'> {
  readonly credential: StoredCredentialRef | InlineCredential;
  /** Commands whose output is to be parsed. */
  readonly commandsToParse: readonly string[];
}

/** A job with its output, where it has one. */
export interface JobView {
  readonly record: JobRecord;
  readonly result: JobResult | null;
}

/** What connecting and logging in may take beside the commands of one attempt, at the worker's largest useful deadlines. */
const ATTEMPT_OVERHEAD_MS = 60_000;

/** Accepts command jobs, waits for them and shows them. Never touches a device, never sees a stored password. */
@Injectable()
export class CommandJobsService {
  constructor(
    private readonly queue: JobQueue,
    private readonly results: ResultStore,
    private readonly platforms: PlatformRegistry,
    private readonly sealer: InlineCredentialSealer,
    private readonly settings: Settings,
  ) {}

  /** Checks all that can be checked without the device, then queues the job. */
  async submit(order: CommandOrder): Promise<JobRecord> {
    this.platforms.resolve(order.device.driver, order.device.name ?? undefined);
    refuseParsing(order.device.driver, order.commandsToParse);
    const { device, commands, timeoutMs, retries, maxQueueWaitMs, cache } = order;
    const credential = await this.seal(order.credential, device);
    return this.queue.enqueue({
      kind: 'commands',
      device,
      credential,
      commands,
      timeoutMs,
      retries,
      maxQueueWaitMs,
      cache,
    });
  }

  /** The job once it has finished, or as it stands when its own deadlines or the server's limit have passed. */
  async waitFor(job: JobRecord): Promise<JobView> {
    const { maxQueueWaitMs, retries, timeoutMs } = job.payload;
    const ownDeadlineMs = maxQueueWaitMs + retries * (timeoutMs + ATTEMPT_OVERHEAD_MS);
    const record = await this.queue.waitUntilFinished(job.id, Math.min(ownDeadlineMs, this.settings.server.maxWaitMs));
    return this.withResult(record ?? lostJob(job));
  }

  /** @throws JobNotFoundError */
  async view(id: string): Promise<JobView> {
    const record = await this.queue.get(id);
    if (record === undefined)
      throw new JobNotFoundError(`job "${id}" is not known; finished jobs are kept for a limited time`);
    return this.withResult(record);
  }

  /** Refuses what no template can parse. @throws TemplateNotFoundError */
  refuseParsing(job: JobRecord): void {
    refuseParsing(job.payload.device.driver, job.payload.commands);
  }

  private async withResult(record: JobRecord): Promise<JobView> {
    return { record, result: record.status === 'COMPLETE' ? ((await this.results.get(record.id)) ?? null) : null };
  }

  private async seal(credential: CommandOrder['credential'], device: JobDevice): Promise<CredentialRef> {
    if (credential.type === 'stored') return credential;
    if (!this.settings.jobs.allowInlineCredentials) {
      throw new InlineCredentialsDisabledError(
        'username and password in a request are not allowed here; leave them out to use the stored credential, or set allow_inline_credentials',
      );
    }
    return this.sealer.seal(credential.username, credential.password, device);
  }
}

function refuseParsing(driver: string, commands: readonly string[]): void {
  const [first] = commands;
  if (first !== undefined) {
    throw new TemplateNotFoundError(`No template found for platform=${driver}, command=${first}`);
  }
}

/** A job that was accepted and that the queue no longer knows. */
function lostJob(job: JobRecord): JobRecord {
  const message = 'JobLost: the queue no longer knows this job; it may have been lost with Redis';
  return { ...job, status: 'FAILED', failure: { type: 'other', stage: null, message } };
}
