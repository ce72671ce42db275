import { Controller, Get, Param } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiParam, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import { InventoryService } from '../inventory.service.js';
import { DeviceConfig } from './device-config.dto.js';

@ApiTags('inventory')
@ApiExtraModels(DeviceConfig)
@Controller('api/inventory')
export class InventoryController {
  constructor(private readonly inventory: InventoryService) {}

  @RequireRole('viewer')
  @Get('export')
  @ApiOperation({ summary: 'All devices', description: 'Every device of the inventory, by name.' })
  @ApiOkResponse({
    schema: { type: 'object', additionalProperties: { $ref: getSchemaPath(DeviceConfig) } },
    description: 'Device name → device',
  })
  @ApiErrors(503)
  async export(): Promise<Record<string, DeviceConfig>> {
    const devices = await this.inventory.listDevices();
    return Object.fromEntries(devices.map((device) => [device.name, DeviceConfig.of(device)]));
  }

  @RequireRole('viewer')
  @Get(':device_name')
  @ApiOperation({ summary: 'One device', description: 'What the inventory knows of a device.' })
  @ApiParam({ name: 'device_name', example: 'r1' })
  @ApiOkResponse({ type: DeviceConfig })
  @ApiErrors(404, 503)
  async get(@Param('device_name') name: string): Promise<DeviceConfig> {
    return DeviceConfig.of(await this.inventory.getDevice(name));
  }
}
