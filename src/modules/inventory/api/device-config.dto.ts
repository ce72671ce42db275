import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { InventoryDevice } from '../inventory.types.js';

/** A device as the API shows it. */
export class DeviceConfig {
  @ApiProperty({ enum: ['netmiko', 'scrapli'], description: 'Whose driver names the device uses', example: 'netmiko' })
  adapter!: 'netmiko' | 'scrapli';

  @ApiProperty({ description: 'Netmiko or scrapli driver name', example: 'cisco_ios' })
  adapter_driver!: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    default: {},
    description: 'Options of the driver',
  })
  adapter_options!: Record<string, unknown>;

  @ApiProperty({ description: 'Host name or address', example: '192.0.2.1' })
  host!: string;

  @ApiPropertyOptional({ type: 'integer', default: 22 })
  port!: number;

  @ApiProperty({ description: 'Id of the log-in in the credential store', example: 'lab' })
  credential_id!: string;

  static of(device: InventoryDevice): DeviceConfig {
    return Object.assign(new DeviceConfig(), {
      adapter: device.adapter,
      adapter_driver: device.adapterDriver,
      adapter_options: device.adapterOptions,
      host: device.host,
      port: device.port,
      credential_id: device.credentialId,
    });
  }
}
