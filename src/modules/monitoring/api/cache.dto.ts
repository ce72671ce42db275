import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '../../../common/http/fields.js';

export class CacheQuery {
  @TextField({ description: 'Name of a device', default: null, minLength: 1 })
  device_name!: string | null;
}

/** What the cache holds. */
export class CacheListResponse {
  @ApiProperty({ description: 'The device asked for', type: 'string', nullable: true, example: 'r1' })
  device_filter!: string | null;

  @ApiProperty({ type: 'integer', example: 1 })
  count!: number;

  @ApiProperty({ description: '`device:command` each', type: [String], example: ['r1:show version'] })
  keys!: string[];
}

export class CacheStatsResponse {
  @ApiProperty({ description: 'Whether output is cached at all' })
  enabled!: boolean;

  @ApiProperty({ type: 'integer', example: 3 })
  total_entries!: number;

  @ApiProperty({ type: 'integer', example: 2 })
  devices_cached!: number;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { r1: 2, r2: 1 } })
  entries_per_device!: Record<string, number>;

  @ApiProperty({ description: 'Seconds', example: 300 })
  default_ttl!: number;

  @ApiProperty({ description: 'Seconds', example: 3600 })
  max_ttl!: number;

  @ApiProperty({ example: 'tom_cache' })
  key_prefix!: string;
}

export class CacheDropResponse {
  @ApiProperty({ type: 'integer', example: 3 })
  deleted_count!: number;

  @ApiProperty({ example: 'dropped 3 outputs' })
  message!: string;
}

export class CacheDropDeviceResponse extends CacheDropResponse {
  @ApiProperty({ example: 'r1' })
  device!: string;
}
