import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ValidQuery } from '../../../common/http/valid-input.decorators.js';
import type { Caller } from '../../auth/caller.types.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import { MonitoringService } from '../monitoring.service.js';
import { DeviceStatsResponse } from './device-stats.dto.js';
import { FailuresResponse } from './failures.dto.js';
import { FailuresQuery } from './failures.query.js';
import { toDeviceStats, toFailure, toSummary, toWorker } from './monitoring-answers.js';
import { QueueResponse } from './queue.dto.js';
import { SummaryResponse } from './stats-summary.dto.js';
import { WorkersResponse } from './workers.dto.js';

@ApiTags('monitoring')
@RequireRole('viewer')
@Controller('api/monitoring')
export class MonitoringController {
  constructor(private readonly monitoring: MonitoringService) {}

  @Get('workers')
  @ApiOperation({ summary: 'The workers there are', description: 'A worker that ends in order is gone at once.' })
  @ApiOkResponse({ type: WorkersResponse })
  @ApiErrors(503)
  async workers(): Promise<WorkersResponse> {
    const workers = (await this.monitoring.workers()).map(({ report }) => toWorker(report));
    return { workers, total: workers.length };
  }

  @Get('failed_commands')
  @ApiOperation({
    summary: 'The latest jobs that ended without a result',
    description: 'The newest first, of the devices that the caller may use; the latest 5,000 are kept, for a week.',
  })
  @ApiQuery({ type: FailuresQuery })
  @ApiOkResponse({ type: FailuresResponse })
  @ApiErrors(422, 503)
  async failures(
    @CurrentCaller() caller: Caller,
    @ValidQuery(FailuresQuery) query: FailuresQuery,
  ): Promise<FailuresResponse> {
    const { device, error_type: errorType, since, limit } = query;
    const kept = await this.monitoring.failures(caller, { device, errorType, sinceMs: (since ?? 0) * 1000, limit });
    const failures = kept.map(toFailure);
    return { failures, total: failures.length };
  }

  @Get('device_stats/:device_name')
  @ApiOperation({
    summary: 'How the jobs of a device ended',
    description: 'Counts of a week without a job are forgotten.',
  })
  @ApiParam({ name: 'device_name', description: 'Inventory name, or host:port', example: 'r1' })
  @ApiOkResponse({ type: DeviceStatsResponse })
  @ApiErrors(503)
  async device(@CurrentCaller() caller: Caller, @Param('device_name') name: string): Promise<DeviceStatsResponse> {
    const { counts, failures } = await this.monitoring.device(caller, name);
    return toDeviceStats(counts, failures);
  }

  @Get('stats/summary')
  @ApiOperation({
    summary: 'How jobs ended: all, by worker, and by device',
    description: 'With the slowest devices. Counts of devices are those that the caller may use; totals are of all.',
  })
  @ApiOkResponse({ type: SummaryResponse })
  @ApiErrors(503)
  async summary(@CurrentCaller() caller: Caller): Promise<SummaryResponse> {
    return toSummary(await this.monitoring.summary(caller));
  }

  @Get('queue')
  @ApiOperation({
    summary: 'Unfinished jobs, by queue and by device',
    description: 'The devices with the most first, of those that the caller may use.',
  })
  @ApiOkResponse({ type: QueueResponse })
  @ApiErrors(503)
  async queue(@CurrentCaller() caller: Caller): Promise<QueueResponse> {
    return this.monitoring.queue(caller);
  }
}
