import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { CommandDescription } from './command-description.js';
import { LoginDescription } from './login-description.js';
import { TerminalDescription } from './terminal-description.js';

/** A mode of the command line, such as the privileged one. */
export class ModeDescription {
  /**
   * Its prompt; `{{context}}` is the parameter of the command that entered the mode, `{{context_short}}` the same shortened
   * (`Ethernet1` to `Et1`), `{{count}}` the number of commands so far.
   */
  @IsString()
  prompt!: string;

  /** Its prompt while there are changes that wait for a commit. Default: as `prompt`. */
  @IsOptional()
  @IsString()
  prompt_changed?: string;

  /** Whether lines entered here are configuration. Default false. */
  @IsBoolean()
  config = false;

  /** Whether that configuration waits for a commit. Default false. */
  @IsBoolean()
  candidate = false;

  /** First words of lines that are taken without a word. */
  @IsString({ each: true })
  keywords: string[] = [];

  /** Mode that is tried for a line that means nothing here. */
  @IsOptional()
  @IsString()
  parent?: string;
}

/** What the device says when it does not understand; `{{caret}}` is a line with a `^` under the word at fault. */
export class ErrorTexts {
  @IsString()
  invalid!: string;

  /** For a word after the first. Default: as `invalid`. */
  @IsOptional()
  @IsString()
  invalid_argument?: string;

  @IsString()
  incomplete!: string;

  @IsString()
  ambiguous!: string;

  /** For a command that the user may not run. */
  @IsString()
  unauthorised = '% Authorization failed.\n';
}

/** A platform of the lab: the content of a `device.yaml`. */
export class PlatformDescription {
  /** One line about it, shown by `--help`. */
  @IsString()
  about!: string;

  /** Driver name for the inventory that the lab writes, by Netmiko's naming. */
  @IsString()
  driver!: string;

  /** Name of a device that was not given one; `{{number}}` counts from 1. */
  @IsString()
  hostname!: string;

  /** Values of placeholders, besides those every device has. */
  @IsObject()
  facts: Record<string, string> = {};

  @ValidateNested()
  @Type(() => LoginDescription)
  login = new LoginDescription();

  @ValidateNested()
  @Type(() => TerminalDescription)
  terminal = new TerminalDescription();

  @IsObject()
  @ValidateNested()
  @Type(() => ModeDescription)
  modes!: Map<string, ModeDescription>;

  /** Mode after the log-in, where the device has no enable secret. */
  @IsString()
  start_mode!: string;

  /** Mode after the log-in, where the device has an enable secret. Default: as `start_mode`. */
  @IsOptional()
  @IsString()
  unprivileged_mode?: string;

  /** Modes of every command and transcript that names none. */
  @IsArray()
  @IsString({ each: true })
  default_modes!: string[];

  /** Whether words may be shortened (and are matched in any case). Default false. */
  @IsBoolean()
  abbreviations = false;

  /** Whether `| include`, `exclude`, `begin`, `count` and `section` filter the output. Default false. */
  @IsBoolean()
  filters = false;

  /** Directories of a Unix shell, besides the home of the user. */
  @IsString({ each: true })
  directories: string[] = [];

  /** Sign that starts a comment line. */
  @IsOptional()
  @IsString()
  comment?: string;

  @ValidateNested()
  @Type(() => ErrorTexts)
  errors!: ErrorTexts;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => CommandDescription)
  commands!: CommandDescription[];
}
