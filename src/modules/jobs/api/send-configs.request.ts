import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsDefined, IsString, Matches } from 'class-validator';
import { BooleanField, IntegerField } from '../../../common/http/fields.js';
import { InputField } from '../../../common/http/input-fields.js';
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
    InputField(),
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

  @BooleanField({
    description:
      'Send no further line after one that the device refuses; otherwise the others are sent, and the job fails all the same',
    default: true,
  })
  stop_on_error!: boolean;

  @BooleanField({
    description:
      'Put the lines in force. `false` throws the candidate away after all (`outcome: not_committed`); 400 for platforms without candidate',
    default: true,
  })
  commit!: boolean;

  @BooleanField({
    description: 'Keep the configuration for the next start of the device, where that is not what commit does',
    default: false,
  })
  save!: boolean;

  @BooleanField({
    description:
      'As `commit: false`, with `diff`: what the lines would change. 400 for platforms without candidate, but for NX-OS: there the lines ' +
      'are in force until the device is rolled back to a checkpoint, seconds later',
    default: false,
  })
  dry_run!: boolean;

  @BooleanField({
    description:
      'Give what the lines change as `result.diff`: in the words of the device, else from its running configuration before and after',
    default: false,
  })
  diff!: boolean;

  @IntegerField({
    description:
      'Minutes after which the device takes the changes back, unless it still answers on the session when they are in force: ' +
      'who cuts himself off is let in again. 400 for platforms that cannot do it',
    default: null,
    minimum: 1,
    maximum: 60,
  })
  confirm_within!: number | null;

  @RetriesField()
  retries!: number;

  @MaxQueueWaitField()
  max_queue_wait!: number;
}
