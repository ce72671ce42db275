import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ValidBody } from '../../../common/http/valid-input.decorators.js';
import { RecordsItself } from '../../audit/api/records-itself.decorator.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import { TemplateRequestError } from '../parsing.errors.js';
import { ParsingService, type ParsedOutput } from '../parsing.service.js';
import { toParsedAnswer, type ParsedAnswer } from './parsed-answer.dto.js';
import { ParserInBody } from './known-parser.pipe.js';
import { ParseTestRequest } from './template.requests.js';

@ApiTags('templates')
@RecordsItself()
@Controller('api/parse')
export class ParseTestController {
  constructor(private readonly parsing: ParsingService) {}

  @RequireRole('operator')
  @Post('test')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Parse a text that you have',
    description: 'By the name of a template, by the text of one, or by driver and command. Nothing is stored.',
  })
  @ApiBody({
    type: ParseTestRequest,
    examples: {
      clock: {
        summary: 'By driver and command',
        value: { raw_output: '*12:00:00.000 UTC Mon Jan 1 2026', device_type: 'cisco_ios', command: 'show clock' },
      },
      inline: {
        summary: 'With a template that you are writing',
        value: {
          raw_output: 'Current privilege level is 15',
          template_content: 'Value LEVEL (\\d+)\n\nStart\n  ^Current privilege level is ${LEVEL} -> Record\n',
        },
      },
    },
  })
  @ApiOkResponse({
    schema: {
      type: 'object',
      properties: {
        parsed: { type: 'array', items: { type: 'object' } },
        raw: { type: 'string' },
        _metadata: { type: 'object', additionalProperties: { type: 'string' } },
      },
      example: {
        parsed: [{ level: '15' }],
        _metadata: { template_source: 'request', template_name: 'inline.textfsm' },
      },
    },
  })
  @ApiErrors(400, 404, 422, 503)
  async test(@ValidBody(ParseTestRequest, ParserInBody) request: ParseTestRequest): Promise<ParsedAnswer> {
    const { raw_output, include_raw } = request;
    return toParsedAnswer(await this.parse(request), include_raw ? raw_output : null);
  }

  private parse(request: ParseTestRequest): Promise<ParsedOutput> {
    const { parser, raw_output, template, template_content, template_source, device_type, command } = request;
    if (template_content !== null) {
      if (template === null) return this.parsing.parseInline(parser, template_content, raw_output);
      throw new TemplateRequestError('give template or template_content, not both');
    }
    if (template === null && (device_type === null || command === null)) {
      throw new TemplateRequestError('give template, template_content, or device_type and command to have one chosen');
    }
    const wish = {
      parser,
      driver: device_type ?? '',
      command: command ?? '',
      ...(template === null ? {} : { template }),
      ...(template_source === null ? {} : { source: template_source }),
    };
    return this.parsing.parse(wish, raw_output);
  }
}
