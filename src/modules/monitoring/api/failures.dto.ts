import { ApiProperty } from '@nestjs/swagger';
import { JOB_ERROR_TYPES } from '../../../common/tom-error.js';

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
