import { ApiProperty } from '@nestjs/swagger';
import { RecentFailureDto } from './recent-failure.dto.js';

export class DeviceStatsDto {
  @ApiProperty({ type: 'integer', example: 120 })
  total_success!: number;

  @ApiProperty({ description: 'Aborted ones are none', type: 'integer', example: 3 })
  total_failed!: number;

  @ApiProperty({ type: 'integer', example: 123 })
  total!: number;

  @ApiProperty({ description: 'Of those that ended COMPLETE or FAILED, in percent', example: 2.44 })
  failure_rate!: number;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { network: 3 } })
  error_breakdown!: Record<string, number>;

  @ApiProperty({ type: 'integer', example: 0 })
  total_aborted!: number;

  @ApiProperty({ description: 'From when a job was accepted to its end', example: 0.412 })
  mean_seconds!: number;
}

export class DeviceStatsResponse {
  @ApiProperty({ example: 'r1' })
  device!: string;

  @ApiProperty({ type: DeviceStatsDto })
  stats!: DeviceStatsDto;

  @ApiProperty({ type: [RecentFailureDto] })
  recent_failures!: RecentFailureDto[];
}
