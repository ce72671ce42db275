import { ApiProperty } from '@nestjs/swagger';
import { IntegerField, TextField } from '../../../common/http/fields.js';
import type { AuditFact } from '../audit-log.port.js';
import type { AuditPage } from '../audit-reader.js';
import type { AuditRecord } from '../audit-record.js';

/** Which events. */
export class AuditQuery {
  @TextField({ description: 'Events of this user', default: null, minLength: 1 })
  user!: string | null;

  @TextField({ description: 'Events at this device: its inventory name, or host:port', default: null, minLength: 1 })
  device!: string | null;

  @TextField({ description: 'Events of this kind', default: null, minLength: 1, example: 'commands.submitted' })
  action!: string | null;

  @TextField({ description: 'Events that ended so', default: null, minLength: 1, example: 'refused' })
  outcome!: string | null;

  @TextField({ description: 'Events of this job', default: null, minLength: 1 })
  job_id!: string | null;

  @TextField({ description: 'At this time or later (ISO 8601)', default: null, example: '2026-01-31T12:00:00Z' })
  since!: string | null;

  @TextField({ description: 'At this time or earlier (ISO 8601)', default: null, example: '2026-01-31T13:00:00Z' })
  until!: string | null;

  @IntegerField({ description: 'Events on a page', default: 100, minimum: 1, maximum: 1_000 })
  limit!: number;

  @IntegerField({
    description: 'The next_before of the page before',
    default: null,
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
  })
  before!: number | null;
}

/** One event. */
export class AuditEventDto {
  @ApiProperty({ description: 'Number over all processes, without gaps', example: 1042 })
  seq!: number;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ example: 'commands.submitted' })
  action!: string;

  @ApiProperty({ example: 'allowed' })
  outcome!: string;

  @ApiProperty({ type: String, nullable: true, example: 'robot' })
  user!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'api_key' })
  method!: string | null;

  @ApiProperty({ type: String, nullable: true })
  provider!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'operator' })
  role!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Address the request came from' })
  from!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'r1' })
  device!: string | null;

  @ApiProperty({ type: String, nullable: true })
  job_id!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { lines: ['show version'] } })
  detail!: Readonly<Record<string, AuditFact>>;

  @ApiProperty({ description: 'SHA-256 over the event and the hash before it of the same process' })
  hash!: string;

  static of(record: AuditRecord): AuditEventDto {
    const { seq, at, action, outcome, user, method, provider, role, from, device, job: job_id, detail, hash } = record;
    const fields = { seq, at, action, outcome, user, method, provider, role, from, device, job_id, detail, hash };
    return Object.assign(new AuditEventDto(), fields);
  }
}

/** Whether the stretch of the log that was looked at is whole. */
export class AuditChain {
  @ApiProperty({ description: 'Nothing is missing and nothing was altered' })
  intact!: boolean;

  @ApiProperty({ type: [Number], description: 'Numbers of events that are missing' })
  missing!: readonly number[];

  @ApiProperty({ type: [Number], description: 'Numbers of events that were altered' })
  altered!: readonly number[];
}

/** Events, the newest first. */
export class AuditResponse {
  @ApiProperty({ type: [AuditEventDto] })
  events!: AuditEventDto[];

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Ask for the next page with this `before`; null on the last',
  })
  next_before!: number | null;

  @ApiProperty({ type: AuditChain })
  chain!: AuditChain;

  static of({ events, next, faults }: AuditPage): AuditResponse {
    const { missing, altered } = faults;
    const chain = { intact: missing.length + altered.length === 0, missing, altered };
    return { events: events.map((event) => AuditEventDto.of(event)), next_before: next, chain };
  }
}
