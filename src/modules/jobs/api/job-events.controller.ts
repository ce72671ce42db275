import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import type { Caller } from '../../auth/caller.types.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import type { JobEvent, JobEventQueue } from '../job-event-queue.js';
import { JobEventsService } from '../job-events.service.js';

const EVENT_ID = /^\d{1,16}-\d{1,16}$/;

const EXAMPLE = `event: status
data: {"job_id":"0198f2c4-5d1e-8003-9c4f-3b2a1d0e9f87","status":"ACTIVE","attempts":1,"error":null,"error_type":null}

id: 1769860800000-1
event: output
data: {"command":"show clock","text":"*12:00:00.000 UTC Mon Jan 1 2026"}

`;

@ApiTags('jobs')
@Controller('api/job')
export class JobEventsController {
  constructor(private readonly events: JobEventsService) {}

  @RequireRole('viewer')
  @Get(':job_id/events')
  @ApiOperation({
    summary: 'Follow a job',
    description:
      'Server-sent events until the job has ended: `status`, `position` (jobs before it at its device), `output` as it arrives, ' +
      '`gap` where output is missing (for a reader that was too slow or away for too long), `heartbeat`.',
  })
  @ApiParam({
    name: 'job_id',
    description: 'Id from the answer to the request',
    example: '0198f2c4-5d1e-8003-9c4f-3b2a1d0e9f87',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Output that came since is repeated' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: 'Events', schema: { type: 'string', example: EXAMPLE } })
  @ApiErrors(404, 503)
  async follow(
    @CurrentCaller() caller: Caller,
    @Param('job_id') id: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const gone = new AbortController();
    const after = lastEventId !== undefined && EVENT_ID.test(lastEventId) ? lastEventId : undefined;
    const { raw } = reply;
    raw.on('close', () => gone.abort());
    raw.on('error', () => gone.abort());
    const events = await this.events.follow(caller, id, after, gone.signal);
    reply.hijack();
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    await write(events, raw, gone.signal);
    raw.end();
  }
}

/** Writes as fast as the reader reads; what comes meanwhile waits in the queue, which is bounded. */
async function write(events: JobEventQueue, raw: ServerResponse, signal: AbortSignal): Promise<void> {
  for await (const event of events) {
    if (signal.aborted) return;
    if (!raw.write(textOf(event))) await once(raw, 'drain', { signal }).catch(() => undefined);
  }
}

function textOf({ id, type, data }: JobEvent): string {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return `${idLine}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
