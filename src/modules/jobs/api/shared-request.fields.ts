import { applyDecorators } from '@nestjs/common';
import { Matches } from 'class-validator';
import { ParserField } from '../../parsing/api/parser.field.js';
import type { ParserName } from '../../parsing/parser-name.js';
import { BooleanField, IntegerField, PasswordField, PatternField, TextField } from '../../../common/http/fields.js';
import { InputField } from '../../../common/http/input-fields.js';
import { JobRequestFields, MAX_SECONDS } from './job-request.fields.js';

const MAX_RETRIES = 100;

/** A line end within a command would make the device run two commands and mix up their outputs. */

export const ONE_LINE = /^[^\u0000-\u0008\u000a-\u001f\u007f]*[\r\n]*$/;

/** A command: one line of text. */
export function CommandField(): PropertyDecorator {
  const message = 'A command is one line without control characters; send several with send_commands';
  return applyDecorators(
    Matches(ONE_LINE, { message, context: { type: 'value_error' } }),
    TextField({ description: 'Command, as typed at the prompt of the device', example: 'show version', minLength: 1 }),
  );
}

/** How many tries a job has in all. */
export function RetriesField(): PropertyDecorator {
  return IntegerField({ description: 'Tries in all; 0 and 1 try once', default: 3, minimum: 0, maximum: MAX_RETRIES });
}

/** How long a job may wait for its device. */
export function MaxQueueWaitField(): PropertyDecorator {
  const description = 'Seconds the job may wait for its device before it fails';
  return IntegerField({ description, default: 300, minimum: 1, maximum: MAX_SECONDS });
}

/** Whether the cache may answer. */
export function UseCacheField(defaultValue: boolean): PropertyDecorator {
  return BooleanField({ description: 'Answer from the cache where it holds the output', default: defaultValue });
}

/** What every request for commands may say beside the commands. */
export class SharedRequestFields extends JobRequestFields {
  /** Whether the request says `use_cache` itself. */
  @InputField((_, input) => 'use_cache' in input)
  isCacheExplicit!: boolean;

  @BooleanField({ description: 'With wait: answer with the output alone, as text/plain', default: false })
  raw_output!: boolean;

  @BooleanField({ description: 'Parse the output into records', default: false })
  parse!: boolean;

  @ParserField({ description: 'Parser', default: 'textfsm' })
  parser!: ParserName;

  @TextField({ description: 'Source to take the template from', default: null })
  template_source!: string | null;

  @BooleanField({ description: 'With parse: give the text as well', default: false })
  include_raw!: boolean;

  @BooleanField({ description: 'Run the command even so, and renew what the cache holds', default: false })
  cache_refresh!: boolean;

  @IntegerField({
    description: 'Seconds the output may be kept in the cache',
    default: null,
    minimum: 1,
    maximum: MAX_SECONDS,
  })
  cache_ttl!: number | null;

  @BooleanField({
    description: 'Raise the session to the privileged level of its platform first, where it does not stand there yet',
    default: false,
  })
  enable!: boolean;

  @PasswordField({
    description:
      "With enable: the enable secret, in place of the stored credential's; handled like `password`, never kept and never given back",
    default: null,
  })
  secret!: string | null;

  @PatternField({
    description:
      'Regular expression (JavaScript) of what the last line shows when the command is done, in place of the prompt',
    example: '\\[confirm\\]',
    default: null,
  })
  expect!: string | null;
}
