import { ApiProperty } from '@nestjs/swagger';
import { JOB_ERROR_TYPES } from '../../../common/tom-error.js';

/** A job for a device that ended without a result. */
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
