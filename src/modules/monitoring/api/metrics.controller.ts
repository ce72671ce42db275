import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Metrics } from '../../../common/metrics/metrics.js';
import { Public } from '../../auth/public.decorator.js';

@ApiTags('monitoring')
@Controller('api/metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Public()
  @Get()
  @ApiOperation({
    summary: "Metrics in Prometheus' text format",
    description: 'Those of this controller and what live workers report. No authentication.',
    security: [],
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'Metrics', schema: { type: 'string', example: 'tom_workers_active 2\n' } })
  async read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.metrics.contentType);
    return this.metrics.text();
  }
}
