import { Controller, Delete, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ValidQuery } from '../../../common/http/valid-input.decorators.js';
import { RecordsChanges } from '../../audit/api/records-changes.decorator.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import type { Caller } from '../../auth/caller.types.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import { ParserInQuery } from '../../parsing/api/known-parser.pipe.js';
import { JobViewsService } from '../job-views.service.js';
import { JobQuery } from './job.query.js';
import { JobResponse } from './job-response.dto.js';

@ApiTags('jobs')
@Controller('api/job')
export class JobsController {
  constructor(private readonly views: JobViewsService) {}

  @RequireRole('viewer')
  @Get(':job_id')
  @ApiOperation({
    summary: 'A job, with its output once it is COMPLETE',
    description:
      'With `parse` its output as records, whatever the request said. Jobs are kept for `result_ttl` after their end.',
  })
  @ApiParam({
    name: 'job_id',
    description: 'Id from the answer to the request',
    example: '0198f2c4-5d1e-8003-9c4f-3b2a1d0e9f87',
  })
  @ApiOkResponse({ type: JobResponse })
  @ApiErrors(404, 422, 503)
  async get(
    @CurrentCaller() caller: Caller,
    @Param('job_id') id: string,
    @ValidQuery(JobQuery, ParserInQuery) query: JobQuery,
  ): Promise<JobResponse> {
    const { parser, template, template_source: source, include_raw: includeRaw } = query;
    return JobResponse.of(
      await this.views.view(caller, id, query.parse ? { parser, template, source, includeRaw } : null),
    );
  }

  @RequireRole('viewer')
  @RecordsChanges()
  @Delete(':job_id')
  @ApiOperation({
    summary: 'Abort a job',
    description:
      'One that waits is `ABORTED` at once. One that runs is `ABORTING` until its command has been interrupted (Ctrl-C) and its ' +
      'session closed, then `ABORTED`: ask for it with `GET /api/job/{job_id}`.',
  })
  @ApiParam({
    name: 'job_id',
    description: 'Id from the answer to the request',
    example: '0198f2c4-5d1e-8003-9c4f-3b2a1d0e9f87',
  })
  @ApiOkResponse({ type: JobResponse })
  @ApiErrors(404, 409, 503)
  async abort(@CurrentCaller() caller: Caller, @Param('job_id') id: string): Promise<JobResponse> {
    return JobResponse.of(await this.views.abort(caller, id));
  }
}
