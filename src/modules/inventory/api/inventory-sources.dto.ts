import { ApiProperty } from '@nestjs/swagger';
import type { SourceStatus } from '../index/source-status.js';

/** How it stands with one inventory source. */
export class InventorySourceDto {
  @ApiProperty({ example: 'netbox' })
  name!: string;

  @ApiProperty({ type: 'integer', description: 'Devices in the copy that look-ups are answered from', example: 1200 })
  devices!: number;

  @ApiProperty({ type: 'integer', description: 'Records that make no device; the log names them', example: 0 })
  faults!: number;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, description: 'When the copy was read' })
  loaded_at!: string | null;

  @ApiProperty({ description: 'Whether the source is still being read' })
  is_reading!: boolean;

  @ApiProperty({ type: 'string', nullable: true, description: 'What is wrong with the source, if anything is' })
  problem!: string | null;

  static of({ name, devices, faults, loadedAt, isReading, problem }: SourceStatus): InventorySourceDto {
    const loaded_at = loadedAt === null ? null : new Date(loadedAt).toISOString();
    return Object.assign(new InventorySourceDto(), {
      name,
      devices,
      faults,
      loaded_at,
      is_reading: isReading,
      problem,
    });
  }
}

/** Answer to a refresh of the inventory. */
export class InventoryRefreshResponse {
  @ApiProperty({ type: [InventorySourceDto], description: 'In the order they are asked' })
  sources!: InventorySourceDto[];
}
