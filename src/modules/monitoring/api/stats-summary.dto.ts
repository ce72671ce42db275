import { ApiProperty } from '@nestjs/swagger';

export class GlobalStatsDto {
  @ApiProperty({ type: 'integer', example: 1_000 })
  total_jobs!: number;

  @ApiProperty({ type: 'integer', example: 990 })
  successful!: number;

  @ApiProperty({ type: 'integer', example: 8 })
  failed!: number;

  @ApiProperty({ type: 'integer', example: 2 })
  aborted!: number;

  @ApiProperty({ description: 'Of those that ended COMPLETE or FAILED, in percent', example: 99.2 })
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
