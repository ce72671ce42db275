import { BooleanField, TextField } from '../../../common/http/fields.js';
import { ParserField } from './parser.field.js';
import type { ParserName } from '../parser-name.js';

/** A template to be stored among one's own. */
export class TemplateCreateRequest {
  @TextField({
    description: 'File name, with or without its extension',
    example: 'cisco_ios_show_example',
    minLength: 1,
  })
  name!: string;

  @TextField({
    description: 'Text of the template',
    example: 'Value LINE (.+)\n\nStart\n  ^${LINE} -> Record\n',
    minLength: 1,
  })
  content!: string;

  @BooleanField({ description: 'Replace a template of this name', default: false })
  overwrite!: boolean;

  @TextField({ description: 'Platform it is chosen for, with `command`', example: 'cisco_ios', default: null })
  platform!: string | null;

  @TextField({
    description: 'Command it is chosen for; `sh[[ow]]` stands for its abbreviations',
    example: 'sh[[ow]] example',
    default: null,
  })
  command!: string | null;

  @TextField({ description: 'Regular expression of the host names it is chosen for; any when left out', default: null })
  hostname!: string | null;
}

/** Which templates a command leads to: a driver or a device of the inventory, and the command. */
export class TemplateMatchQuery {
  @TextField({ description: 'Command', example: 'show version', minLength: 1 })
  command!: string;

  @TextField({ description: 'Driver name; or give `device`', example: 'cisco_ios', default: null })
  device_type!: string | null;

  @TextField({ description: 'Device of the inventory; or give `device_type`', default: null })
  device!: string | null;

  @ParserField({ description: 'Parser; the templates of all when left out', default: null })
  parser!: ParserName | null;
}

/** A text to be parsed without any device. */
export class ParseTestRequest {
  @TextField({ description: 'Output of the command', example: 'Current privilege level is 15' })
  raw_output!: string;

  @ParserField({ description: 'Parser', default: 'textfsm' })
  parser!: ParserName;

  @TextField({ description: 'Name of the template; without it `device_type` and `command` choose one', default: null })
  template!: string | null;

  @TextField({
    description: 'Text of a template that is stored nowhere, in place of the name of one',
    default: null,
    minLength: 1,
  })
  template_content!: string | null;

  @TextField({ description: 'Source to take the template from', default: null })
  template_source!: string | null;

  @TextField({ description: 'Driver name', example: 'cisco_ios', default: null })
  device_type!: string | null;

  @TextField({ description: 'Command', example: 'show privilege', default: null })
  command!: string | null;

  @BooleanField({ description: 'Give the text as well', default: false })
  include_raw!: boolean;
}
