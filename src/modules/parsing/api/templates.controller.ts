import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ValidBody, ValidQuery } from '../../../common/http/valid-input.decorators.js';
import { RecordsChanges } from '../../audit/api/records-changes.decorator.js';
import { Authorization } from '../../auth/authorization.js';
import type { Caller } from '../../auth/caller.types.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireRole } from '../../auth/require-role.decorator.js';
import { factsOfDevice } from '../../inventory/device-facts.js';
import { InventoryService } from '../../inventory/inventory.service.js';
import { TemplateNotFoundError, TemplateRequestError } from '../parsing.errors.js';
import type { TemplateRequest } from '../library/template-library.js';
import { OWN_PARSERS, type ParserName } from '../parser-name.js';
import { ParsingService } from '../parsing.service.js';
import { ParserInQuery } from './known-parser.pipe.js';
import {
  TemplateContent,
  TemplateCreateResponse,
  TemplateDeleteResponse,
  TemplateMatch,
  TemplateMatchResponse,
} from './template.dtos.js';
import { TemplateCreateRequest, TemplateMatchQuery } from './template.requests.js';

const PARSER_PARAM = { name: 'parser_type', description: 'Parser', enum: OWN_PARSERS, example: 'textfsm' };
const NAME_PARAM = {
  name: 'template_name',
  description: 'File name, with or without its extension',
  example: 'cisco_ios_show_version.textfsm',
};

const DISABLED = 'Templates that are broken are listed with the reason.';

/** What a list of templates looks like. */
function listingSchema(example: Readonly<Record<string, readonly string[]>>) {
  const names = { type: 'array', items: { type: 'string' } } as const;
  const faults = { type: 'array', items: { type: 'object', additionalProperties: { type: 'string' } } } as const;
  const properties = Object.fromEntries(Object.keys(example).map((source) => [source, names]));
  return { type: 'object', properties: { ...properties, disabled: faults }, example } as const;
}

function notOwn(name: string, source: string): string {
  return `Template "${name}" is of source "${source}"; only those of source "custom" can be deleted`;
}

@ApiTags('templates')
@Controller('api/templates')
export class TemplatesController {
  constructor(
    private readonly parsing: ParsingService,
    private readonly inventory: InventoryService,
    private readonly authorization: Authorization,
  ) {}

  @RequireRole('viewer')
  @Get('textfsm')
  @ApiOperation({
    summary: 'All TextFSM templates, by source',
    description: `Sources in the order they are asked: \`custom\`, \`ntc\`, \`builtin\`. ${DISABLED}`,
  })
  @ApiOkResponse({
    schema: listingSchema({
      custom: ['acme_os_show_clock.textfsm'],
      ntc: [],
      builtin: ['cisco_ios_show_version.textfsm'],
    }),
  })
  listTextFsm(): Record<string, unknown> {
    return this.listingOf('textfsm');
  }

  @RequireRole('viewer')
  @Get('ttp')
  @ApiOperation({
    summary: 'All TTP templates, by source',
    description: `Sources in the order they are asked: \`custom\`, \`ttp_templates\`. ${DISABLED}`,
  })
  @ApiOkResponse({ schema: listingSchema({ custom: ['acme_os_show_clock.ttp'], ttp_templates: [] }) })
  listTtp(): Record<string, unknown> {
    return this.listingOf('ttp');
  }

  @RequireRole('viewer')
  @Get('match')
  @ApiOperation({ summary: 'Which templates a command leads to', description: 'The first one is used.' })
  @ApiOkResponse({ type: TemplateMatchResponse })
  @ApiErrors(400, 403, 404, 422)
  async match(
    @CurrentCaller() caller: Caller,
    @ValidQuery(TemplateMatchQuery, ParserInQuery) query: TemplateMatchQuery,
  ): Promise<TemplateMatchResponse> {
    const { command, device, parser } = query;
    const device_type = await this.driverOf(query, caller);
    const request = { driver: device_type, command, ...(device === null ? {} : { hostname: device }) };
    const parsers = parser === null ? this.parsing.parserNames : [parser];
    return { device_type, command, matches: parsers.flatMap((name) => this.matchesOf(name, request)) };
  }

  @RequireRole('viewer')
  @Get(':parser_type')
  @ApiOperation({
    summary: 'All templates of a parser, by source',
    description: 'Of the parser of a plugin what it reads, which is chosen as templates are.',
  })
  @ApiParam(PARSER_PARAM)
  @ApiOkResponse({ schema: listingSchema({ plugin: ['acme_os_show_clock'] }) })
  @ApiErrors(400)
  list(@Param('parser_type') parser: string): Record<string, unknown> {
    return this.listingOf(parser);
  }

  @RequireRole('viewer')
  @Get(':parser_type/:template_name')
  @ApiOperation({ summary: 'One template with its text', description: 'From the first source that has it.' })
  @ApiParam(PARSER_PARAM)
  @ApiParam(NAME_PARAM)
  @ApiOkResponse({ type: TemplateContent })
  @ApiErrors(400, 404)
  get(@Param('parser_type') parserType: string, @Param('template_name') asked: string): TemplateContent {
    const { library, parser } = this.parsing.templates(parserType);
    const { name, source, texts } = library.get(asked);
    return { name, parser, source, content: texts.join('\n') };
  }

  @RequireRole('admin')
  @RecordsChanges()
  @Post(':parser_type')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Store a template of your own',
    description:
      'It is checked first, and in use at once. With `platform` and `command` it is chosen for that command.',
  })
  @ApiParam(PARSER_PARAM)
  @ApiBody({ type: TemplateCreateRequest })
  @ApiOkResponse({ type: TemplateCreateResponse })
  @ApiErrors(400, 409, 422, 503)
  async create(
    @Param('parser_type') parserType: string,
    @ValidBody(TemplateCreateRequest) request: TemplateCreateRequest,
  ): Promise<TemplateCreateResponse> {
    const { custom, parser } = this.parsing.templates(parserType);
    const { name, content, overwrite, platform, command, hostname } = request;
    const stored = await custom.create({
      name,
      content,
      overwrite,
      ...(platform === null ? {} : { platform }),
      ...(command === null ? {} : { command }),
      ...(hostname === null ? {} : { hostname }),
    });
    const warnings = stored.warnings.length === 0 ? null : [...stored.warnings];
    return { name: stored.name, parser, created: stored.isNew, validation_warnings: warnings };
  }

  @RequireRole('admin')
  @RecordsChanges()
  @Delete(':parser_type/:template_name')
  @ApiOperation({
    summary: 'Delete a template of your own',
    description: 'With its rows of the index. Those of packs and the built-in ones stay.',
  })
  @ApiParam(PARSER_PARAM)
  @ApiParam(NAME_PARAM)
  @ApiOkResponse({ type: TemplateDeleteResponse })
  @ApiErrors(400, 404, 503)
  async delete(
    @Param('parser_type') parser: string,
    @Param('template_name') asked: string,
  ): Promise<TemplateDeleteResponse> {
    const { custom, library } = this.parsing.templates(parser);
    const name = await custom.delete(asked).catch((error: unknown) => {
      if (!(error instanceof TemplateNotFoundError)) throw error;
      const { name, source } = library.get(asked);
      throw source === 'custom' ? error : new TemplateRequestError(notOwn(name, source));
    });
    return { name, deleted: true };
  }

  private matchesOf(parser: ParserName, request: TemplateRequest): TemplateMatch[] {
    const matches = this.parsing.templates(parser).library.match(request);
    return matches.map(({ name, source }) => ({ template_name: name, source, parser }));
  }

  private listingOf(parser: ParserName): Record<string, unknown> {
    const listings = this.parsing.templates(parser).library.list();
    const disabled = listings.flatMap(({ faults }) => faults);
    const names = Object.fromEntries(listings.map((listing) => [listing.source, listing.names]));
    return disabled.length === 0 ? names : { ...names, disabled };
  }

  private async driverOf({ device_type, device }: TemplateMatchQuery, caller: Caller): Promise<string> {
    if (device_type !== null) return device_type;
    if (device === null) throw new TemplateRequestError('give device_type, or device for one of the inventory');
    const found = await this.inventory.getDevice(device, caller);
    this.authorization.requireDevice(caller, factsOfDevice(found));
    return found.adapterDriver;
  }
}
