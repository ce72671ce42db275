import { Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags, type ApiBodyOptions } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ValidBody } from '../../../common/http/valid-input.decorators.js';
import { RecordsItself } from '../../audit/api/records-itself.decorator.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import type { Caller } from '../../auth/caller.types.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import { ParserInBody } from '../../parsing/api/known-parser.pipe.js';
import { CommandAnswers } from './command-answers.js';
import { orderForRawCommand } from './command-order.js';
import { JobResponse } from './job-response.dto.js';
import { RawCommandRequest } from './raw-command.request.js';

/** A request to the first device of the demo's lab. */
function exampleFor(driver: string): ApiBodyOptions {
  const value = {
    host: '127.0.0.1',
    port: 2201,
    device_type: driver,
    command: 'show clock',
    credential_id: 'lab',
    wait: true,
  };
  return { type: RawCommandRequest, examples: { stored: { summary: 'With a stored log-in', value } } };
}

@ApiTags('commands')
@ApiErrors(400, 403, 422, 429, 502, 503, 504)
@RecordsItself()
@Controller('api/raw')
export class RawCommandsController {
  constructor(private readonly answers: CommandAnswers) {}

  @RequireRole('operator')
  @Post('send_netmiko_command')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Run one command on a device that is in no inventory (Netmiko names)',
    description: 'The request names host and driver itself, and a log-in by its id or, where that is allowed, in full.',
  })
  @ApiBody(exampleFor('cisco_ios'))
  @ApiOkResponse({ type: JobResponse })
  async sendNetmikoCommand(
    @CurrentCaller() caller: Caller,
    @ValidBody(RawCommandRequest, ParserInBody) request: RawCommandRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JobResponse | string> {
    return this.answers.give(orderForRawCommand(caller, request), request, reply);
  }

  @RequireRole('operator')
  @Post('send_scrapli_command')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Run one command on a device that is in no inventory (scrapli names)',
    description: 'As `send_netmiko_command`: driver names of both libraries are known to either.',
  })
  @ApiBody(exampleFor('cisco_iosxe'))
  @ApiOkResponse({ type: JobResponse })
  async sendScrapliCommand(
    @CurrentCaller() caller: Caller,
    @ValidBody(RawCommandRequest, ParserInBody) request: RawCommandRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JobResponse | string> {
    return this.answers.give(orderForRawCommand(caller, request), request, reply);
  }
}
