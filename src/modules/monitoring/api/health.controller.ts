import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../../auth/public.decorator.js';
import { ReadinessService, type Readiness } from '../readiness.service.js';

class HealthDto {
  @ApiProperty({ example: 'ok' })
  status!: string;
}

class ReadinessDto {
  @ApiProperty({ enum: ['ready', 'degraded', 'not_ready'], example: 'ready' })
  status!: string;

  @ApiProperty({
    description: 'What was asked: `ok`, or a sentence that says what is wrong',
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { state: 'ok', inventory: 'ok', credentials: 'ok', workers: 'ok' },
  })
  checks!: Record<string, string>;
}

@ApiTags('health')
@Public()
@Controller()
export class HealthController {
  constructor(private readonly readiness: ReadinessService) {}

  @Get('health')
  @ApiOperation({
    summary: 'Whether the process is alive',
    description: 'Asks nobody else; see `/ready`.',
    security: [],
  })
  @ApiOkResponse({ type: HealthDto })
  health(): HealthDto {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({
    summary: 'Whether requests can be served',
    description:
      'Asks the shared store, the inventory, and what workers report: that one lives, and that the credential store answers. ' +
      '`degraded`: requests are served, and `checks` says what is not as it should be.',
    security: [],
  })
  @ApiOkResponse({ type: ReadinessDto })
  @ApiResponse({ status: 503, type: ReadinessDto, description: 'Something needed is not there' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.readiness.check();
    if (readiness.status === 'not_ready') void reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return readiness;
  }
}
