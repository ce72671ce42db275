import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { includesRole } from '../../../common/access-role.js';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ValidQuery } from '../../../common/http/valid-input.decorators.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import type { Caller } from '../../auth/caller.types.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import { InventoryService } from '../../inventory/inventory.service.js';
import { partitionOfJobId } from '../job-id.js';
import { JobQueue } from '../job-queue.port.js';
import { InvalidJobFilterError } from '../jobs.errors.js';
import { deviceKey } from '../partition.js';
import { JobListQueryDto, JobListResponse } from './job-list.dto.js';

const ADDRESS = /^.+:\d{1,5}$/;

@ApiTags('jobs')
@Controller('api/jobs')
export class JobListController {
  constructor(
    private readonly queue: JobQueue,
    private readonly inventory: InventoryService,
  ) {}

  @RequireRole('viewer')
  @Get()
  @ApiOperation({
    summary: 'Jobs, the newest first',
    description:
      'Jobs that wait or run, and finished ones for as long as they are kept. A caller sees its own, an admin all of them. Page by page: a call looks at 1,000 jobs at most.',
  })
  @ApiOkResponse({ type: JobListResponse })
  @ApiErrors(404, 422, 503)
  async list(
    @CurrentCaller() caller: Caller,
    @ValidQuery(JobListQueryDto) query: JobListQueryDto,
  ): Promise<JobListResponse> {
    const { status, device, since, limit, cursor } = query;
    const page = await this.queue.list({
      limit,
      ...(includesRole(caller.role, 'admin') ? {} : { owner: caller }),
      ...(status === null ? {} : { status }),
      ...(device === null ? {} : { device: await this.keyOf(device, caller) }),
      ...(since === null ? {} : { since: readTime(since) }),
      ...(cursor === null ? {} : { before: checkCursor(cursor) }),
    });
    return JobListResponse.of(page);
  }

  private async keyOf(device: string, caller: Caller): Promise<string> {
    return ADDRESS.test(device) ? device.toLowerCase() : deviceKey(await this.inventory.getDevice(device, caller));
  }
}

function readTime(since: string): number {
  const at = Date.parse(since);
  if (Number.isNaN(at) || at < 0) {
    throw new InvalidJobFilterError(`since "${since}" is no time; write it as 2026-01-31T12:00:00Z`);
  }
  return at;
}

function checkCursor(cursor: string): string {
  if (partitionOfJobId(cursor) !== undefined) return cursor;
  throw new InvalidJobFilterError(`cursor "${cursor}" is none; use the next_cursor of the page before`);
}
