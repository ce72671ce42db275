import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { OWN_PARSERS, type ParserName } from '../parser-name.js';

/** A template with its text. */
export class TemplateContent {
  @ApiProperty({ example: 'cisco_ios_show_version.textfsm' })
  name!: string;

  @ApiProperty({ enum: OWN_PARSERS })
  parser!: ParserName;

  @ApiProperty({ example: 'builtin' })
  source!: string;

  @ApiProperty({ description: 'Text of the template' })
  content!: string;
}

/** A template that was stored. */
export class TemplateCreateResponse {
  @ApiProperty({ example: 'cisco_ios_show_example.textfsm' })
  name!: string;

  @ApiProperty({ enum: OWN_PARSERS })
  parser!: ParserName;

  @ApiProperty({ description: 'False when it replaced another one' })
  created!: boolean;

  @ApiPropertyOptional({ description: 'What is lawful and probably not meant', type: [String], nullable: true })
  validation_warnings!: string[] | null;
}

/** A template that was deleted. */
export class TemplateDeleteResponse {
  @ApiProperty({ example: 'cisco_ios_show_example.textfsm' })
  name!: string;

  @ApiProperty({ example: true })
  deleted!: boolean;
}

/** A template that a command leads to. */
export class TemplateMatch {
  @ApiProperty({ example: 'cisco_ios_show_version.textfsm' })
  template_name!: string;

  @ApiProperty({ example: 'ntc' })
  source!: string;

  @ApiProperty({ enum: OWN_PARSERS })
  parser!: ParserName;
}

/** The templates that a command leads to, the one that is used first. */
export class TemplateMatchResponse {
  @ApiProperty({ example: 'cisco_ios' })
  device_type!: string;

  @ApiProperty({ example: 'show version' })
  command!: string;

  @ApiProperty({ type: [TemplateMatch] })
  matches!: TemplateMatch[];
}
