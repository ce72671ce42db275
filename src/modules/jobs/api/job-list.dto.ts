import { ApiProperty, OmitType } from '@nestjs/swagger';
import { ChoiceField, IntegerField, TextField } from '../../../common/http/fields.js';
import type { JobPage } from '../job-listing.js';
import type { JobRecord, JobStatus } from '../job.types.js';
import { JobResponse, STATUSES } from './job-response.dto.js';

const MOST_JOBS = 200;

/** Which jobs. */
export class JobListQueryDto {
  @ChoiceField({ description: 'Jobs in this state', choices: STATUSES, default: null })
  status!: JobStatus | null;

  @TextField({ description: 'Jobs of this device: its inventory name, or host:port', default: null, minLength: 1 })
  device!: string | null;

  @TextField({
    description: 'Jobs accepted at this time or later (ISO 8601)',
    default: null,
    example: '2026-01-31T12:00:00Z',
  })
  since!: string | null;

  @IntegerField({ description: 'Jobs on a page', default: 50, minimum: 1, maximum: MOST_JOBS })
  limit!: number;

  @TextField({ description: 'The next_cursor of the page before', default: null, minLength: 1 })
  cursor!: string | null;
}

/** A job without its output. */
export class JobSummary extends OmitType(JobResponse, ['result', 'group']) {
  @ApiProperty({ format: 'date-time' })
  created_at!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  finished_at!: string | null;

  static of(record: JobRecord): JobSummary {
    const shown: Partial<JobResponse> = JobResponse.of({ record, outputs: null, configuration: null });
    delete shown.result;
    delete shown.group;
    const { createdAt, finishedAt } = record;
    return Object.assign(new JobSummary(), shown, {
      created_at: new Date(createdAt).toISOString(),
      finished_at: finishedAt === null ? null : new Date(finishedAt).toISOString(),
    });
  }
}

/** A page of jobs, the newest first. */
export class JobListResponse {
  @ApiProperty({ type: [JobSummary] })
  jobs!: JobSummary[];

  @ApiProperty({
    description:
      'Ask for the next page with this `cursor`; null on the last. A page may have one and not be full, or even be empty',
    type: 'string',
    nullable: true,
  })
  next_cursor!: string | null;

  static of({ jobs, next }: JobPage): JobListResponse {
    return Object.assign(new JobListResponse(), { jobs: jobs.map((job) => JobSummary.of(job)), next_cursor: next });
  }
}
