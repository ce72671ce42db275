import { Injectable } from '@nestjs/common';
import type { CredentialRef } from '../credentials/credential.types.js';
import { InlineCredentialSealer } from '../credentials/sealing/inline-credential-sealer.js';
import { JobCache, type PlannedJob } from './cached/job-cache.js';
import { JobAccess } from './job-access.js';
import type { CommandOrder, ConfigOrder, OrderedCredential } from './job-orders.types.js';
import { JobQueue } from './job-queue.port.js';
import type { AnsweredCommand, CommandJobPayload, JobCacheRun, JobDevice, JobPayload, JobRecord } from './job.types.js';
import { OrderChecks } from './order-checks.js';

/** A job that was accepted, or that the cache answered in full: then it was never queued. */
export interface Submission {
  readonly record: JobRecord;
  /** What the cache answered, where it did so in full. */
  readonly answered: readonly AnsweredCommand[] | null;
}

/** Accepts jobs. Never touches a device, never sees a stored password. */
@Injectable()
export class JobSubmissionService {
  constructor(
    private readonly queue: JobQueue,
    private readonly checks: OrderChecks,
    private readonly sealer: InlineCredentialSealer,
    private readonly access: JobAccess,
    private readonly cache: JobCache,
  ) {}

  /**
   * Checks all that can be checked without the device, then asks the cache and queues a job for what it does not answer.
   * @param isWaiting whether the caller takes the answer at once; otherwise there is a job in any case, to be asked for later
   */
  async submit(order: CommandOrder, isWaiting: boolean): Promise<Submission> {
    const asked = this.access.check('commands', order);
    const platform = this.checks.commands(order);
    const enqueue = (job: PlannedJob): Promise<JobRecord> => this.enqueue(order, asked, job);
    const outcome = await this.cache.submit(order, platform.name, isWaiting, enqueue);
    const submission =
      outcome.kind === 'queued'
        ? { record: outcome.record, answered: null }
        : { record: this.answeredRecord(order, asked), answered: outcome.answered };
    this.access.accepted(submission.record, order.caller);
    return submission;
  }

  /** As `submit`. Throws `ConfigurationNotSupportedError` for a platform that takes no configuration, or not in that way. */
  async submitConfig(order: ConfigOrder): Promise<JobRecord> {
    const asked = this.access.check('configs', order);
    this.checks.configs(order);
    const { device, lines, push, timeoutMs, retries, maxQueueWaitMs, requestId, ownSecret } = order;
    const credential = await this.seal(order.credential, device);
    const sealed = ownSecret === null ? {} : { sealedSecret: await this.sealer.sealOwnSecret(ownSecret, device) };
    const limits = { timeoutMs, retries, maxQueueWaitMs, ...(requestId === undefined ? {} : { requestId }) };
    const record = await this.queue.enqueue({
      ...asked,
      kind: 'configs',
      device,
      credential,
      ...sealed,
      lines,
      push,
      ...limits,
    });
    this.access.accepted(record, order.caller);
    return record;
  }

  private async enqueue(order: CommandOrder, asked: Asked, { id, commands, run }: PlannedJob): Promise<JobRecord> {
    const credential = await this.seal(order.credential, order.device);
    const sealedSecret = await this.sealSecret(order);
    return this.queue.enqueue(payloadOf(order, asked, { credential, commands, sealedSecret, run }), id);
  }

  /** What stands for a job in an answer from the cache. */
  private answeredRecord(order: CommandOrder, asked: Asked): JobRecord {
    const { credential, device, commands } = order;
    const ref: CredentialRef =
      credential.type === 'stored'
        ? credential
        : { type: 'inlineSSH', username: credential.username, sealedPassword: '' };
    const now = Date.now();
    return {
      id: this.queue.newId(device),
      status: 'COMPLETE',
      payload: payloadOf(order, asked, { credential: ref, commands, sealedSecret: null, run: ANSWERED }),
      // As a job that ran: clients take 0 for one that was never begun.
      attempts: 1,
      createdAt: now,
      finishedAt: now,
      failure: null,
      isIrreversible: false,
    };
  }

  private async sealSecret({ device, enable, secret, ownSecret }: CommandOrder): Promise<string | null> {
    if (secret !== null) return this.sealer.sealSecret(secret, device);
    return enable && ownSecret !== null ? this.sealer.sealOwnSecret(ownSecret, device) : null;
  }

  private async seal(credential: OrderedCredential, device: JobDevice): Promise<CredentialRef> {
    if (credential.type === 'stored') return credential;
    return this.sealer.seal(credential.username, credential.password, device);
  }
}

type Asked = Pick<JobPayload, 'caller' | 'facts'>;

/** What of a job is not in its order. */
type Own = Pick<CommandJobPayload, 'credential' | 'commands' | 'sealedSecret'> & { readonly run?: JobCacheRun };

/** How a job stands that the cache answered in full. */
const ANSWERED: JobCacheRun = { status: 'hit', ticket: null, asked: null };

/** Written out field by field: it is made for every request, and V8 copies objects slowly. */
function payloadOf(
  order: CommandOrder,
  asked: Asked,
  { credential, commands, sealedSecret, run }: Own,
): CommandJobPayload {
  const { useCache, refresh, ttlSeconds } = order.cache;
  return {
    kind: 'commands',
    caller: asked.caller,
    facts: asked.facts,
    requestId: order.requestId,
    device: order.device,
    credential,
    commands,
    sealedSecret,
    enable: order.enable,
    expect: order.expect,
    timeoutMs: order.timeoutMs,
    retries: order.retries,
    maxQueueWaitMs: order.maxQueueWaitMs,
    cache: run === undefined ? { useCache, refresh, ttlSeconds } : { useCache, refresh, ttlSeconds, run },
  };
}
