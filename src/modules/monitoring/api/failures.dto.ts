import { ApiProperty } from '@nestjs/swagger';
import { RecentFailureDto } from './recent-failure.dto.js';

/** A job that ended without a result. */
export class FailureDto extends RecentFailureDto {
  @ApiProperty({ example: 'r1' })
  device!: string;

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
