import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Expose } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsDefined, IsString, Matches } from 'class-validator';
import { JobRequestFields } from './job-request.fields.js';
import { MaxQueueWaitField, ONE_LINE, RetriesField } from './shared-request.fields.js';

const MAX_LINES = 10_000;

/** Lines of configuration; each is one line of text. */
function ConfigLinesField(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      description:
        'Lines as typed in configuration mode, which is entered before and left after. Text of several lines, such as a banner, is one line each',
      type: [String],
      example: ['interface Loopback0', 'description uplink'],
    }),
    Expose(),
    Matches(ONE_LINE, {
      message: 'Each line is one line of text without control characters',
      context: { type: 'value_error' },
      each: true,
    }),
    IsString({ message: 'Each line should be a string', context: { type: 'string_type' }, each: true }),
    ArrayMaxSize(MAX_LINES, { message: `List should have at most ${MAX_LINES} items`, context: { type: 'too_long' } }),
    IsArray({ message: 'Input should be a valid list', context: { type: 'list_type' } }),
    IsDefined({ message: 'Field required', context: { type: 'missing' } }),
  );
}

/** Configuration for a device of the inventory. */
export class SendConfigsRequest extends JobRequestFields {
  @ConfigLinesField()
  config_lines!: string[];

  @RetriesField()
  retries!: number;

  @MaxQueueWaitField()
  max_queue_wait!: number;
}
