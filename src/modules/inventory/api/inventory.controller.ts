import { Controller, Get, HttpCode, Param, Post, Query, Res, StreamableFile, UseGuards } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { RecordsItself } from '../../audit/api/records-itself.decorator.js';
import { AuditLog } from '../../audit/audit-log.port.js';
import { Authorization } from '../../auth/authorization.js';
import type { Caller } from '../../auth/caller.types.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import { factsOfRecord } from '../device-facts.js';
import { InventoryFilters } from '../filters/inventory-filters.js';
import { InventoryService } from '../inventory.service.js';
import { DeviceConfig } from './device-config.dto.js';
import { InventoryListing } from './inventory-listing.js';
import { InventoryNoticeGuard } from './inventory-notice.guard.js';
import { InventoryQueryDto, readInventoryQuery } from './inventory-query.dto.js';
import { InventoryRefreshResponse, InventorySourceDto } from './inventory-sources.dto.js';
import { jsonList, jsonObject } from './json-stream.js';

const JSON_TYPE = { type: 'application/json; charset=utf-8' };
/** Header that names the source a device was found in. */
const SOURCE_HEADER = 'Tom-Inventory-Source';

const LISTING =
  'Filters: `filter_name` for one that has a name (`/api/inventory/filters`), or any field (`/api/inventory/fields`) with a regular ' +
  'expression, `?adapter_driver=ios&name=^ams`: it is searched for anywhere in the field, upper and lower case are one, and all ' +
  'fields must match. `q` looks for a text in all fields. With `limit`, page by page in the order of names.';

/** What an answer of names with their meaning looks like. */
function textsSchema(example: Readonly<Record<string, string>>) {
  return { type: 'object', additionalProperties: { type: 'string' }, example } as const;
}

const RAW_RECORD = {
  Caption: 'r1',
  host: '192.0.2.1',
  adapter: 'netmiko',
  adapter_driver: 'cisco_ios',
  adapter_options: {},
  port: 22,
  credential_id: 'lab',
};

@ApiTags('inventory')
@ApiExtraModels(DeviceConfig)
@UseGuards(InventoryNoticeGuard)
@Controller('api/inventory')
export class InventoryController {
  constructor(
    private readonly inventory: InventoryService,
    private readonly listing: InventoryListing,
    private readonly filters: InventoryFilters,
    private readonly audit: AuditLog,
    private readonly authorization: Authorization,
  ) {}

  @RequireRole('viewer')
  @Get('export')
  @ApiOperation({ summary: 'Devices of the inventory', description: `By name. ${LISTING}` })
  @ApiQuery({ type: InventoryQueryDto })
  @ApiOkResponse({
    schema: { type: 'object', additionalProperties: { $ref: getSchemaPath(DeviceConfig) } },
    description: 'Device name → device',
  })
  @ApiErrors(400, 422, 503)
  async export(
    @CurrentCaller() caller: Caller,
    @Query() query: Record<string, unknown>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { records, next } = await this.listing.list(readInventoryQuery(query), caller);
    linkTo(next, reply);
    const body = jsonObject(records, ({ record: { device } }) => [device.name, DeviceConfig.of(device)]);
    return new StreamableFile(body, JSON_TYPE);
  }

  @RequireRole('viewer')
  @Get('export/raw')
  @ApiOperation({
    summary: 'Records of the inventory sources',
    description: `Each as its source has it, without secrets. ${LISTING}`,
  })
  @ApiQuery({ type: InventoryQueryDto })
  @ApiOkResponse({
    schema: { type: 'array', items: { type: 'object', additionalProperties: true }, example: [RAW_RECORD] },
  })
  @ApiErrors(400, 422, 503)
  async exportRaw(
    @CurrentCaller() caller: Caller,
    @Query() query: Record<string, unknown>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { records, next } = await this.listing.list(readInventoryQuery(query), caller);
    linkTo(next, reply);
    return new StreamableFile(
      jsonList(records, ({ record }) => record.fields),
      JSON_TYPE,
    );
  }

  @RequireRole('viewer')
  @Get('fields')
  @ApiOperation({
    summary: 'Fields to filter by',
    description: 'Those of every device, and those of the sources in use.',
  })
  @ApiOkResponse({
    schema: textsSchema({ host: 'Host name or address', adapter_driver: 'Driver name' }),
    description: 'Field → what it holds',
  })
  fields(): Readonly<Record<string, string>> {
    return this.filters.fields;
  }

  @RequireRole('viewer')
  @Get('filters')
  @ApiOperation({
    summary: 'Filters that have a name',
    description: 'Of the sources in use, and of `inventory_filters`.',
  })
  @ApiOkResponse({
    schema: textsSchema({ core: 'Routers in the core' }),
    description: 'Name → what it selects',
  })
  namedFilters(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(this.filters.named).map(([name, { description }]) => [name, description]));
  }

  @RequireRole('admin')
  @RecordsItself()
  @Post('refresh')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Read the inventory sources now',
    description:
      'Answers when they have been read, or after a minute; sources are also read by themselves at intervals.',
  })
  @ApiOkResponse({ type: InventoryRefreshResponse })
  async refresh(@CurrentCaller() caller: Caller): Promise<InventoryRefreshResponse> {
    const statuses = await this.inventory.refresh();
    const failed = statuses.filter(({ problem }) => problem !== null).map(({ name }) => name);
    const outcome = failed.length === 0 ? 'completed' : 'failed';
    this.audit.record({ action: 'inventory.refreshed', outcome, caller, detail: { failed } });
    return { sources: statuses.map((status) => InventorySourceDto.of(status)) };
  }

  @RequireRole('viewer')
  @Get(':device_name')
  @ApiOperation({
    summary: 'One device',
    description: 'What the inventory knows of a device; the header `Tom-Inventory-Source` names the source.',
  })
  @ApiParam({ name: 'device_name', description: 'Name in the inventory', example: 'r1' })
  @ApiOkResponse({ type: DeviceConfig })
  @ApiErrors(403, 404, 503)
  async get(
    @CurrentCaller() caller: Caller,
    @Param('device_name') name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeviceConfig> {
    const { record, source } = await this.inventory.find(name, caller);
    this.authorization.requireDevice(caller, factsOfRecord(record));
    void reply.header(SOURCE_HEADER, source.name);
    return DeviceConfig.of(record.device);
  }
}

/** The address of the next page (RFC 8288): this one's with another cursor. */
function linkTo(cursor: string | undefined, reply: FastifyReply): void {
  if (cursor === undefined) return;
  const url = new URL(reply.request.url, 'http://tom');
  url.searchParams.set('cursor', cursor);
  void reply.header('Link', `<${url.pathname}${url.search}>; rel="next"`);
}
