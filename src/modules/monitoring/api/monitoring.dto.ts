import { ApiProperty } from '@nestjs/swagger';
import { ChoiceField, IntegerField, TextField } from '../../../common/http/fields.js';
import { JOB_ERROR_TYPES } from '../../../common/tom-error.js';

/** A worker, by its latest report. */
export class WorkerDto {
  @ApiProperty({ example: 'host7:4711:1f2e3d4c' })
  id!: string;

  @ApiProperty({
    description: 'By the age of its latest report: under 60 s, under 180 s, older',
    enum: ['healthy', 'stale', 'unhealthy'],
  })
  status!: string;

  @ApiProperty({ format: 'date-time' })
  last_heartbeat!: string;

  @ApiProperty({ example: 1.2 })
  seconds_since_heartbeat!: number;

  @ApiProperty({ example: 'host7' })
  hostname!: string;

  @ApiProperty({ example: '0.1.0' })
  version!: string;

  @ApiProperty({ type: 'integer', example: 4711 })
  pid!: number;

  @ApiProperty({ format: 'date-time' })
  started_at!: string;

  @ApiProperty({ description: 'Devices that a job is at, or waits for', type: 'integer', example: 3 })
  busy_devices!: number;

  @ApiProperty({ description: 'Sessions that are open, in use or kept', type: 'integer', example: 12 })
  open_sessions!: number;
}

export class WorkersResponse {
  @ApiProperty({ type: [WorkerDto] })
  workers!: WorkerDto[];

  @ApiProperty({ type: 'integer', example: 1 })
  total!: number;
}

export class FailuresQuery {
  @TextField({ description: 'Inventory name, or host:port', default: null, minLength: 1 })
  device!: string | null;

  @ChoiceField({ description: 'Kind of the failure', choices: JOB_ERROR_TYPES, default: null })
  error_type!: string | null;

  @IntegerField({
    description: 'Failed at this time or later: seconds since the epoch',
    default: null,
    minimum: 0,
    maximum: 1e11,
  })
  since!: number | null;

  @IntegerField({ description: 'Most failures to give', default: 100, minimum: 1, maximum: 5_000 })
  limit!: number;
}

/** A job that ended without a result. */
export class FailureDto {
  @ApiProperty({ format: 'date-time' })
  timestamp!: string;

  @ApiProperty({ example: 'r1' })
  device!: string;

  @ApiProperty({ example: 'show version' })
  command!: string;

  @ApiProperty({ enum: JOB_ERROR_TYPES, example: 'network' })
  error_type!: string;

  @ApiProperty({ example: 'ConnectionRefused: 192.0.2.1:22 refuses connections' })
  error!: string;

  @ApiProperty({ format: 'uuid' })
  job_id!: string;

  @ApiProperty({ example: 'host7:4711:1f2e3d4c' })
  worker!: string;

  @ApiProperty({ type: 'string', nullable: true, example: 'lab' })
  credential_id!: string | null;

  @ApiProperty({ type: 'integer', example: 3 })
  attempts!: number;
}

export class FailuresResponse {
  @ApiProperty({ type: [FailureDto] })
  failures!: FailureDto[];

  @ApiProperty({ type: 'integer', example: 1 })
  total!: number;
}

export class DeviceStatsDto {
  @ApiProperty({ type: 'integer', example: 120 })
  total_success!: number;

  @ApiProperty({ description: 'Aborted ones are none', type: 'integer', example: 3 })
  total_failed!: number;

  @ApiProperty({ type: 'integer', example: 123 })
  total!: number;

  @ApiProperty({ description: 'From 0 to 1', example: 0.024 })
  failure_rate!: number;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { network: 3 } })
  error_breakdown!: Record<string, number>;

  @ApiProperty({ type: 'integer', example: 0 })
  total_aborted!: number;

  @ApiProperty({ description: 'From when a job was accepted to its end', example: 0.412 })
  mean_seconds!: number;
}

export class RecentFailureDto {
  @ApiProperty({ format: 'date-time' })
  timestamp!: string;

  @ApiProperty({ example: 'show version' })
  command!: string;

  @ApiProperty({ enum: JOB_ERROR_TYPES, example: 'network' })
  error_type!: string;

  @ApiProperty({ example: 'ConnectionRefused: 192.0.2.1:22 refuses connections' })
  error!: string;
}

export class DeviceStatsResponse {
  @ApiProperty({ example: 'r1' })
  device!: string;

  @ApiProperty({ type: DeviceStatsDto })
  stats!: DeviceStatsDto;

  @ApiProperty({ type: [RecentFailureDto] })
  recent_failures!: RecentFailureDto[];
}

export class GlobalStatsDto {
  @ApiProperty({ type: 'integer', example: 1_000 })
  total_jobs!: number;

  @ApiProperty({ type: 'integer', example: 990 })
  successful!: number;

  @ApiProperty({ type: 'integer', example: 8 })
  failed!: number;

  @ApiProperty({ type: 'integer', example: 2 })
  aborted!: number;

  @ApiProperty({ description: 'Of those that ended COMPLETE or FAILED, from 0 to 1', example: 0.992 })
  success_rate!: number;
}

export class WorkerStatsDto {
  @ApiProperty({ example: 'host7:4711:1f2e3d4c' })
  id!: string;

  @ApiProperty({ type: 'integer', example: 990 })
  complete!: number;

  @ApiProperty({ type: 'integer', example: 8 })
  failed!: number;

  @ApiProperty({ type: 'integer', example: 1_000 })
  total!: number;
}

export class DeviceSummaryDto {
  @ApiProperty({ example: 'r1' })
  device!: string;

  @ApiProperty({ type: 'integer', example: 120 })
  complete!: number;

  @ApiProperty({ type: 'integer', example: 3 })
  failed!: number;

  @ApiProperty({ type: 'integer', example: 123 })
  total!: number;

  @ApiProperty({ description: 'From when a job was accepted to its end', example: 0.412 })
  mean_seconds!: number;
}

export class SummaryResponse {
  @ApiProperty({ type: GlobalStatsDto })
  global!: GlobalStatsDto;

  @ApiProperty({ type: [WorkerStatsDto] })
  workers!: WorkerStatsDto[];

  @ApiProperty({ description: 'Those with the most jobs', type: [DeviceSummaryDto] })
  top_devices!: DeviceSummaryDto[];

  @ApiProperty({ description: 'Of the hundred busiest, those whose jobs take longest', type: [DeviceSummaryDto] })
  slowest_devices!: DeviceSummaryDto[];
}

export class QueueDepthDto {
  @ApiProperty({ example: '3' })
  queue!: string;

  @ApiProperty({ type: 'integer', example: 4 })
  waiting!: number;

  @ApiProperty({ description: 'With a worker: at their device, or next in line', type: 'integer', example: 2 })
  active!: number;

  @ApiProperty({ description: 'Put aside: for their device, or until the next try', type: 'integer', example: 0 })
  delayed!: number;
}

export class DeviceDepthDto {
  @ApiProperty({ example: '192.0.2.1:22' })
  device!: string;

  @ApiProperty({ description: 'Jobs at the device or in its line', type: 'integer', example: 40 })
  jobs!: number;
}

export class QueueResponse {
  @ApiProperty({ type: [QueueDepthDto] })
  queues!: QueueDepthDto[];

  @ApiProperty({
    description: 'Those with the most jobs, as workers report them every few seconds',
    type: [DeviceDepthDto],
  })
  devices!: DeviceDepthDto[];
}
