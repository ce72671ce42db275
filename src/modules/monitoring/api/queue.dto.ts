import { ApiProperty } from '@nestjs/swagger';

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
