import { Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ChoiceField } from '../../../common/http/fields.js';
import { ValidBody } from '../../../common/http/valid-input.decorators.js';
import { LOG_LEVELS, type LogLevelName } from '../../../common/logging/log-levels.js';
import { RecordsChanges } from '../../audit/api/records-changes.decorator.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import { LogLevelsService } from '../log-levels.service.js';

class LogLevelRequest {
  @ChoiceField({ description: 'Least severity that is logged', choices: LOG_LEVELS, example: 'debug' })
  level!: LogLevelName;
}

class LogLevelsResponse {
  @ApiProperty({
    description: 'Modules with a level of their own, by the name their log lines have as `context`',
    type: 'object',
    additionalProperties: { type: 'string', enum: [...LOG_LEVELS] },
    example: { Jobs: 'debug' },
  })
  modules!: Record<string, string>;
}

@ApiTags('monitoring')
@RequireRole('admin')
@Controller('api/monitoring/log_levels')
export class LogLevelsController {
  constructor(private readonly levels: LogLevelsService) {}

  @Get()
  @ApiOperation({
    summary: 'Modules that log at a level of their own',
    description: 'All others log at `log_level`.',
  })
  @ApiOkResponse({ type: LogLevelsResponse })
  @ApiErrors(503)
  async list(): Promise<LogLevelsResponse> {
    return { modules: await this.levels.list() };
  }

  @RecordsChanges()
  @Put(':module')
  @ApiOperation({
    summary: 'Have a module log more or less, in every process',
    description: 'Holds at once, and for a day. Secrets are in no line, whatever the level.',
  })
  @ApiParam({ name: 'module', description: 'The `context` of its log lines', example: 'Jobs' })
  @ApiBody({ type: LogLevelRequest })
  @ApiOkResponse({ type: LogLevelsResponse })
  @ApiErrors(422, 503)
  async set(
    @Param('module') module: string,
    @ValidBody(LogLevelRequest) { level }: LogLevelRequest,
  ): Promise<LogLevelsResponse> {
    await this.levels.set(module, level);
    return { modules: await this.levels.list() };
  }

  @RecordsChanges()
  @Delete(':module')
  @ApiOperation({
    summary: 'Have a module log at `log_level` again',
    description: 'Holds at once, in every process.',
  })
  @ApiParam({ name: 'module', description: 'The `context` of its log lines', example: 'Jobs' })
  @ApiOkResponse({ type: LogLevelsResponse })
  @ApiErrors(503)
  async reset(@Param('module') module: string): Promise<LogLevelsResponse> {
    await this.levels.set(module, null);
    return { modules: await this.levels.list() };
  }
}
