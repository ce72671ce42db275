import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../../auth/public.decorator.js';
import { ReadinessService } from '../readiness.service.js';

class HealthDto {
  @ApiProperty({ example: 'ok' })
  status!: string;
}

class ReadinessDto {
  @ApiProperty({ enum: ['ready', 'not_ready'], example: 'ready' })
  status!: string;

  @ApiProperty({
    description: 'What was asked: `ok`, or a sentence that says what is wrong',
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { state: 'ok', inventory: 'ok' },
  })
  checks!: Record<string, string>;
}

@ApiTags('health')
@Public()
@Controller()
export class HealthController {
  constructor(private readonly readiness: ReadinessService) {}

  @Get('health')
  @ApiOperation({ summary: 'Whether the process is alive', security: [] })
  @ApiOkResponse({ type: HealthDto })
  health(): HealthDto {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({
    summary: 'Whether requests can be served',
    description: 'Asks the store and the inventory.',
    security: [],
  })
  @ApiOkResponse({ type: ReadinessDto })
  @ApiResponse({ status: 503, type: ReadinessDto, description: 'Something needed is not there' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessDto> {
    const { isReady, checks } = await this.readiness.check();
    if (!isReady) void reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status: isReady ? 'ready' : 'not_ready', checks };
  }
}
