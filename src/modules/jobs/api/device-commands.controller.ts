import { Controller, HttpCode, Param, Post, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { RequestId } from '../../../common/http/request-id.js';
import { ValidBody } from '../../../common/http/valid-input.decorators.js';
import { RecordsItself } from '../../audit/api/records-itself.decorator.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import type { Caller } from '../../auth/caller.types.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import { InventoryNoticeGuard } from '../../inventory/api/inventory-notice.guard.js';
import { InventoryService } from '../../inventory/inventory.service.js';
import { ParserInBody } from '../../parsing/api/known-parser.pipe.js';
import { CommandAnswers } from './command-answers.js';
import { orderForCommand, orderForCommands, orderForConfigs } from './command-order.js';
import { JobResponse } from './job-response.dto.js';
import { SendCommandRequest } from './send-command.request.js';
import { SendConfigsRequest } from './send-configs.request.js';
import { CommandSpec, SendCommandsRequest } from './send-commands.request.js';

@ApiTags('commands')
@ApiExtraModels(CommandSpec)
@ApiParam({ name: 'device_name', description: 'Name in the inventory', example: 'r1' })
@ApiErrors(400, 403, 404, 422, 429, 502, 503, 504)
@UseGuards(InventoryNoticeGuard)
@RecordsItself()
@Controller('api/device/:device_name')
export class DeviceCommandsController {
  constructor(
    private readonly inventory: InventoryService,
    private readonly answers: CommandAnswers,
  ) {}

  @RequireRole('operator')
  @Post('send_command')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Run one command on a device',
    description:
      'Queues a job. With `wait` the answer holds its output; without, ask for it with `GET /api/job/{job_id}`.',
  })
  @ApiBody({
    type: SendCommandRequest,
    examples: {
      wait: { summary: 'Wait for the output', value: { command: 'show version', wait: true } },
      text: { summary: 'The text alone', value: { command: 'show ip interface brief', wait: true, raw_output: true } },
      enable: { summary: 'With all rights', value: { command: 'show running-config', enable: true, wait: true } },
      later: { summary: 'Ask for the output later', value: { command: 'show version' } },
    },
  })
  @ApiOkResponse({ type: JobResponse })
  async sendCommand(
    @CurrentCaller() caller: Caller,
    @Param('device_name') name: string,
    @ValidBody(SendCommandRequest, ParserInBody) request: SendCommandRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JobResponse | string> {
    const device = await this.inventory.getDevice(name, caller);
    return this.answers.give(orderForCommand(caller, request, device), request, reply);
  }

  @RequireRole('operator')
  @Post('send_commands')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Run several commands on a device',
    description: 'Queues one job that runs all commands in one log-in, in the order given.',
  })
  @ApiBody({
    type: SendCommandsRequest,
    examples: {
      several: { summary: 'Two commands, one log-in', value: { commands: ['show version', 'show clock'], wait: true } },
    },
  })
  @ApiOkResponse({ type: JobResponse })
  async sendCommands(
    @CurrentCaller() caller: Caller,
    @Param('device_name') name: string,
    @ValidBody(SendCommandsRequest, ParserInBody) request: SendCommandsRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JobResponse | string> {
    const device = await this.inventory.getDevice(name, caller);
    return this.answers.give(orderForCommands(caller, request, device), { ...request, isList: true }, reply);
  }

  @RequireRole('configurator')
  @Post('send_configs')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Configure a device',
    description:
      'Queues one job that types the lines in configuration mode. It stops at the first line the device refuses: the job is `FAILED` then, ' +
      'with `outcome: rejected` and the transcript. From the moment the first line may have gone out the job is never run again; ' +
      'where its end was not seen, `outcome` is `unknown_outcome`.',
  })
  @ApiBody({
    type: SendConfigsRequest,
    examples: {
      lines: {
        summary: 'Two lines',
        value: { config_lines: ['interface Loopback0', 'description set by Tom'], wait: true },
      },
    },
  })
  @ApiOkResponse({ type: JobResponse })
  async sendConfigs(
    @CurrentCaller() caller: Caller,
    @Param('device_name') name: string,
    @ValidBody(SendConfigsRequest) request: SendConfigsRequest,
    @RequestId() requestId: string,
  ): Promise<JobResponse> {
    const device = await this.inventory.getDevice(name, caller);
    return this.answers.giveConfig(orderForConfigs(caller, request, device), request.wait, requestId);
  }
}
