import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { JOB_ERROR_TYPES, JOB_STAGES } from '../../../common/tom-error.js';
import type { JobView } from '../job-output.types.js';
import { CONFIG_OUTCOMES, isFinished, type ConfigOutcome, type JobStatus } from '../job.types.js';
import { jobMetadata } from './job-metadata.js';
import { jobResult } from './job-result.js';

export const STATUSES: readonly JobStatus[] = ['NEW', 'QUEUED', 'ACTIVE', 'COMPLETE', 'FAILED', 'ABORTED', 'ABORTING'];

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
      'Output by command, once the job is COMPLETE; for configuration, `transcript`: what the device showed, and `diff` where it was asked for (`null`: the device shows none). `meta.rejected` names the commands that the device refused, with its reason ' +
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
  })
  error_type!: string | null;

  @ApiPropertyOptional({
    description: 'Where in the job it failed',
    enum: JOB_STAGES,
    nullable: true,
  })
  error_stage!: string | null;

  @ApiPropertyOptional({
    description:
      'Of a configuration job that has ended, what became of its device: `not_sent` (no byte of it went out), `not_committed` (the candidate was thrown away as asked), `applied`, `rejected` ' +
      '(the device refused a line), or `unknown_outcome`: it may have gone out in part, look at the device. Jobs of commands have none',
    enum: CONFIG_OUTCOMES,
    nullable: true,
  })
  outcome?: ConfigOutcome | null;

  static of(view: JobView): JobResponse {
    const { record } = view;
    const { failure } = record;
    const response = new JobResponse();
    response.job_id = record.id;
    response.status = record.status;
    response.result = jobResult(view);
    response.group = null;
    response.metadata = jobMetadata(record);
    response.attempts = record.attempts;
    response.error = failure?.message ?? null;
    response.error_type = failure?.type ?? null;
    response.error_stage = failure?.stage ?? null;
    if (record.payload.kind === 'configs') response.outcome = outcomeOf(view);
    return response;
  }
}

function outcomeOf({ record, configuration }: JobView): ConfigOutcome | null {
  if (!isFinished(record.status)) return null;
  if (configuration !== null) return configuration.outcome;
  if (record.status === 'COMPLETE') return record.isIrreversible ? 'applied' : 'not_sent';
  // Once lines may have gone out, that the device refused one is all it can be blamed for.
  if (record.isIrreversible && record.failure?.type === 'device') return 'rejected';
  return record.isIrreversible ? 'unknown_outcome' : 'not_sent';
}
