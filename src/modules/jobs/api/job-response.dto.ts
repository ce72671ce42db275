import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { JOB_ERROR_TYPES, JOB_STAGES } from '../../../common/tom-error.js';
import type { CredentialRef } from '../../credentials/credential.types.js';
import { toParsedAnswer } from '../../parsing/api/parsed-answer.dto.js';
import type { JobView, ShownOutput } from '../job-output.types.js';
import type { JobCacheRequest, JobRecord, JobStatus } from '../job.types.js';

const STATUSES: readonly JobStatus[] = ['NEW', 'QUEUED', 'ACTIVE', 'COMPLETE', 'FAILED', 'ABORTED', 'ABORTING'];

const EXAMPLE_RESULT = {
  data: { 'show clock': '*12:00:00.000 UTC Mon Jan 1 2026' },
  meta: { cache: { cache_status: 'miss', commands: {} } },
};

/** A job as the API shows it. */
export class JobResponse {
  @ApiProperty({ format: 'uuid' })
  job_id!: string;

  @ApiProperty({ enum: STATUSES, example: 'COMPLETE' })
  status!: JobStatus;

  @ApiPropertyOptional({
    description:
      'Output by command, once the job is COMPLETE. `meta.rejected` names the commands that the device refused, with its reason ' +
      '(`rejected`, `ambiguous`, `incomplete`, `not_authorised`) and the line that says so; `meta.log_lines` holds what it ' +
      'logged at the prompt meanwhile',
    anyOf: [{ type: 'string' }, { type: 'object', additionalProperties: true }],
    nullable: true,
    example: EXAMPLE_RESULT,
  })
  result!: Record<string, unknown> | null;

  @ApiPropertyOptional({ type: 'string', nullable: true, example: null })
  group!: string | null;

  @ApiPropertyOptional({
    description: 'What the job was asked to do; never a password',
    type: 'object',
    additionalProperties: true,
    nullable: true,
  })
  metadata!: Record<string, unknown> | null;

  @ApiPropertyOptional({ description: 'Tries begun so far', type: 'integer', default: 0, example: 1 })
  attempts!: number;

  @ApiPropertyOptional({
    description: 'Why the job failed: one sentence',
    type: 'string',
    nullable: true,
    example: null,
  })
  error!: string | null;

  @ApiPropertyOptional({
    description: 'Kind of the failure',
    enum: JOB_ERROR_TYPES,
    nullable: true,
    example: null,
  })
  error_type!: string | null;

  @ApiPropertyOptional({
    description: 'Where in the job it failed',
    enum: JOB_STAGES,
    nullable: true,
    example: null,
  })
  error_stage!: string | null;

  static of({ record, outputs }: JobView): JobResponse {
    return Object.assign(new JobResponse(), {
      job_id: record.id,
      status: record.status,
      result: outputs === null ? null : resultOf(record, outputs),
      group: null,
      metadata: metadataOf(record),
      attempts: record.attempts,
      error: record.failure?.message ?? null,
      error_type: record.failure?.type ?? null,
      error_stage: record.failure?.stage ?? null,
    });
  }
}

/** What is known of each command, by command; the same one again is keyed `command_1`, `command_2` … */
function resultOf(record: JobRecord, outputs: readonly ShownOutput[]): Record<string, unknown> {
  const data = new Map<string, unknown>();
  const rejected = new Map<string, unknown>();
  const logLines = new Map<string, unknown>();
  for (const shown of outputs) {
    let key = shown.command;
    for (let again = 1; data.has(key); again++) key = `${shown.command}_${again}`;
    data.set(key, dataOf(shown));
    if (shown.rejection !== null) rejected.set(key, shown.rejection);
    if (shown.logLines.length > 0) logLines.set(key, shown.logLines);
  }
  const meta = {
    cache: cacheMeta(record),
    ...(rejected.size === 0 ? {} : { rejected: Object.fromEntries(rejected) }),
    ...(logLines.size === 0 ? {} : { log_lines: Object.fromEntries(logLines) }),
  };
  return { data: Object.fromEntries(data), meta };
}

function dataOf({ text, parsed, includeRaw }: ShownOutput): unknown {
  return parsed === null ? text : toParsedAnswer(parsed, includeRaw ? text : null);
}

function cacheMeta({ payload }: JobRecord): Record<string, unknown> {
  const commands = payload.cache.useCache ? payload.commands.map((command) => [command, { cache_status: 'miss' }]) : [];
  return { cache_status: 'miss', commands: Object.fromEntries(commands) as Record<string, unknown> };
}

function metadataOf({ payload }: JobRecord): Record<string, unknown> {
  const { device, cache } = payload;
  return {
    host: device.host,
    port: device.port,
    device_type: device.driver,
    commands: payload.commands,
    ...(payload.enable ? { enable: true } : {}),
    ...(payload.expect === null ? {} : { expect: payload.expect }),
    credential: credentialOf(payload.credential),
    ...cacheOf(cache),
    max_queue_wait: payload.maxQueueWaitMs / 1000,
  };
}

function cacheOf(cache: JobCacheRequest): Record<string, unknown> {
  return { use_cache: cache.useCache, cache_refresh: cache.refresh, cache_ttl: cache.ttlSeconds };
}

function credentialOf(credential: CredentialRef): Record<string, unknown> {
  return credential.type === 'stored'
    ? { type: 'stored', credential_id: credential.credentialId }
    : { type: 'inlineSSH', username: credential.username };
}
