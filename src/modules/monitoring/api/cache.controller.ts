import { Controller, Delete, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ValidQuery } from '../../../common/http/valid-input.decorators.js';
import { Settings } from '../../../config/settings.js';
import { RecordsChanges } from '../../audit/api/records-changes.decorator.js';
import type { Caller } from '../../auth/caller.types.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import type { CachedCommand } from '../../cache/cache.types.js';
import { CacheAdminService } from '../cache-admin.service.js';
import {
  CacheDropDeviceResponse,
  CacheDropResponse,
  CacheListResponse,
  CacheQuery,
  CacheStatsResponse,
} from './cache.dto.js';

@ApiTags('cache')
@Controller('api/cache')
export class CacheController {
  constructor(
    private readonly cache: CacheAdminService,
    private readonly settings: Settings,
  ) {}

  @RequireRole('viewer')
  @Get()
  @ApiOperation({ summary: 'What the cache holds', description: 'The keys of kept outputs, of all devices or of one.' })
  @ApiOkResponse({ type: CacheListResponse })
  @ApiErrors(404, 422, 503)
  async list(@CurrentCaller() caller: Caller, @ValidQuery(CacheQuery) query: CacheQuery): Promise<CacheListResponse> {
    const kept = await this.cache.list(caller, query.device_name);
    const keys = kept.map((one) => `${nameOf(one)}:${one.command}`).sort();
    return { device_filter: query.device_name, count: keys.length, keys };
  }

  @RequireRole('viewer')
  @Get('stats')
  @ApiOperation({
    summary: 'How much the cache holds',
    description: 'Entries by device, and the settings of the cache.',
  })
  @ApiOkResponse({ type: CacheStatsResponse })
  @ApiErrors(503)
  async stats(@CurrentCaller() caller: Caller): Promise<CacheStatsResponse> {
    const kept = await this.cache.list(caller, null);
    const counts = new Map<string, number>();
    for (const one of kept) counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1);
    const { isEnabled, defaultTtlMs, maxTtlMs, keyPrefix } = this.settings.cache;
    return {
      enabled: isEnabled,
      total_entries: kept.length,
      devices_cached: counts.size,
      entries_per_device: Object.fromEntries([...counts].sort()),
      default_ttl: defaultTtlMs / 1000,
      max_ttl: maxTtlMs / 1000,
      key_prefix: keyPrefix,
    };
  }

  @RequireRole('admin')
  @RecordsChanges()
  @Delete()
  @ApiOperation({
    summary: 'Drop all that the cache holds',
    description: 'The next request for each command asks its device.',
  })
  @ApiOkResponse({ type: CacheDropResponse })
  @ApiErrors(503)
  async dropAll(): Promise<CacheDropResponse> {
    const count = await this.cache.dropAll();
    return { deleted_count: count, message: `dropped ${outputs(count)}` };
  }

  @RequireRole('admin')
  @RecordsChanges()
  @Delete(':device_name')
  @ApiOperation({
    summary: 'Drop what the cache holds of a device',
    description: 'Whatever inventory names lead to it.',
  })
  @ApiParam({ name: 'device_name', description: 'Name in the inventory, or host:port', example: 'r1' })
  @ApiOkResponse({ type: CacheDropDeviceResponse })
  @ApiErrors(404, 503)
  async drop(@Param('device_name') device: string): Promise<CacheDropDeviceResponse> {
    const count = await this.cache.drop(device);
    return { device, deleted_count: count, message: `dropped ${outputs(count)} of ${device}` };
  }
}

function nameOf({ name, device }: CachedCommand): string {
  return name ?? device;
}

function outputs(count: number): string {
  return count === 1 ? '1 output' : `${count} outputs`;
}
