import { ApiProperty } from '@nestjs/swagger';

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
