import { applyDecorators } from '@nestjs/common';
import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsDefined, ValidateNested } from 'class-validator';
import { BooleanField, TextField } from '../../../common/http/fields.js';
import { ParserField } from '../../parsing/api/parser.field.js';
import type { ParserName } from '../../parsing/parser-name.js';
import { InputField, readFields } from '../../../common/http/input-fields.js';
import {
  CommandField,
  MaxQueueWaitField,
  RetriesField,
  SharedRequestFields,
  UseCacheField,
} from './shared-request.fields.js';

const MAX_COMMANDS = 1_000;

/** One of several commands, with what it says of its own parsing; `null` leaves that to the request. */
export class CommandSpec {
  @CommandField()
  command!: string;

  @BooleanField({ description: 'Parse the output of this command', default: null })
  parse!: boolean | null;

  @ParserField({ description: 'Parser for this command', default: null })
  parser!: ParserName | null;

  @TextField({ description: 'Name of the template to parse with', default: null })
  template!: string | null;

  @TextField({ description: 'Source to take the template from', default: null })
  template_source!: string | null;

  @BooleanField({ description: 'With parse: give the text as well', default: null })
  include_raw!: boolean | null;
}

function readSpec(item: unknown): unknown {
  const plain = typeof item === 'string' ? { command: item } : item;
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return item;
  return readFields(CommandSpec, plain);
}

/** A list of commands, each a text or a `CommandSpec`; read as `CommandSpec[]`. */
function CommandListField(): PropertyDecorator {
  const listFault = { message: 'Input should be a valid list', context: { type: 'list_type' } };
  const sizeFault = { message: `List should have at most ${MAX_COMMANDS} items`, context: { type: 'too_long' } };
  const itemFault = {
    message: 'Each command should be a string or an object',
    context: { type: 'string_type' },
    each: true,
  };
  return applyDecorators(
    ApiProperty({
      description: 'Commands in the order they are run',
      anyOf: [
        { type: 'array', items: { type: 'string' } },
        { type: 'array', items: { $ref: getSchemaPath(CommandSpec) } },
      ],
      example: ['show version', 'show clock'],
    }),
    InputField((value) => (Array.isArray(value) ? value.map(readSpec) : value)),
    ValidateNested(itemFault),
    ArrayMaxSize(MAX_COMMANDS, sizeFault),
    IsArray(listFault),
    IsDefined({ message: 'Field required', context: { type: 'missing' } }),
  );
}

/** Several commands for a device of the inventory, in one log-in. */
export class SendCommandsRequest extends SharedRequestFields {
  @CommandListField()
  commands!: CommandSpec[];

  @RetriesField()
  retries!: number;

  @MaxQueueWaitField()
  max_queue_wait!: number;

  @UseCacheField(true)
  use_cache!: boolean;
}
