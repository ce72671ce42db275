import { BooleanField, TextField } from '../../../common/http/fields.js';
import { ParserField } from '../../parsing/api/parser.field.js';
import type { ParserName } from '../../parsing/parser-name.js';

/** How a finished job's output is given back. */
export class JobQuery {
  @BooleanField({ description: 'Parse the output into records', default: false })
  parse!: boolean;

  @ParserField({ description: 'Parser', default: 'textfsm' })
  parser!: ParserName;

  @TextField({ description: 'Name of the template to parse with', default: null })
  template!: string | null;

  @TextField({ description: 'Source to take the template from', default: null })
  template_source!: string | null;

  @BooleanField({ description: 'With parse: give the text as well', default: false })
  include_raw!: boolean;
}
