import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  ConfigurationDefinition,
  DialogueField,
  EnableDefinition,
  SaveDefinition,
} from './configuration.definition.js';
import { DetectionClueDefinition } from './detection.definition.js';
import { IsRegularExpression } from './is-regular-expression.decorator.js';
import type { LoginRefusalReason, RejectionReason, Verification } from './platform.types.js';

const REASONS: readonly RejectionReason[] = ['rejected', 'ambiguous', 'incomplete', 'not_authorised'];
const LOGIN_REFUSALS: readonly LoginRefusalReason[] = ['rejected', 'locked', 'too_many_sessions', 'password_expired'];
const VERIFICATIONS: readonly Verification[] = ['device_software', 'simulator', 'recording', 'documentation'];
const NAME = /^[a-z0-9][a-z0-9_]*$/;

export class PrivilegeLevelDefinition {
  @IsString()
  @IsNotEmpty()
  readonly name: string = '';

  /** Regular expression of the whole prompt; its group `host` holds the part that never changes. */
  @IsRegularExpression()
  readonly prompt: string = '';
}

export class PagerDefinition {
  /** Regular expression of the end of the last line. */
  @IsRegularExpression()
  readonly pattern: string = '';

  @IsString()
  readonly answer: string = ' ';
}

export class ErrorPatternDefinition {
  @IsRegularExpression()
  readonly pattern: string = '';

  @IsIn(REASONS)
  readonly reason: RejectionReason = 'rejected';
}

export class LoginRefusalDefinition {
  /** Regular expression of a line; upper and lower case are one. */
  @IsRegularExpression()
  readonly pattern: string = '';

  @IsIn(LOGIN_REFUSALS)
  readonly reason: LoginRefusalReason = 'rejected';
}

export class TerminalDefinition {
  @IsString()
  @IsNotEmpty()
  readonly type: string = 'vt100';

  /** Netmiko's width, proven in the field. */
  @IsInt()
  @Min(20)
  @Max(65535)
  readonly columns: number = 511;

  @IsInt()
  @Min(2)
  @Max(65535)
  readonly rows: number = 1000;
}

export class EntryDefinition {
  /** Regular expression of the end of the prompt at which the command is typed. */
  @IsRegularExpression()
  readonly prompt: string = '';

  @IsString()
  @IsNotEmpty()
  readonly command: string = '';
}

/** One file of `definitions`: keys in snake case there, `extends` already resolved. */
export class PlatformDefinition {
  @Matches(NAME)
  readonly name: string = '';

  @IsString()
  @IsNotEmpty()
  readonly description: string = '';

  /** Names of its drivers in Netmiko, without `_ssh`, `_telnet` and `_serial`. */
  @IsArray()
  @ArrayUnique()
  @Matches(NAME, { each: true })
  readonly netmikoNames: string[] = [];

  /** Names of its definitions and drivers in scrapli. */
  @IsArray()
  @ArrayUnique()
  @Matches(NAME, { each: true })
  readonly scrapliNames: string[] = [];

  /** Further names. */
  @IsArray()
  @ArrayUnique()
  @Matches(NAME, { each: true })
  readonly aliases: string[] = [];

  @IsIn(VERIFICATIONS)
  readonly verified: Verification = 'documentation';

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  readonly note?: string;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => DetectionClueDefinition)
  readonly detect: DetectionClueDefinition[] = [];

  @IsOptional()
  @IsBoolean()
  readonly shell: boolean = false;

  @ValidateNested()
  @Type(() => TerminalDefinition)
  readonly terminal: TerminalDefinition = new TerminalDefinition();

  @IsIn(['\n', '\r', '\r\n'])
  readonly lineEnding: string = '\n';

  @IsIn(['\n', '\r', '\r\n'])
  readonly telnetLineEnding: string = '\r\n';

  /** Regular expressions of the end of the line at which a device asks, inside the session, who is there. */
  @IsArray()
  @IsRegularExpression({ each: true })
  readonly userPrompts: string[] = [];

  @IsArray()
  @IsRegularExpression({ each: true })
  readonly passwordPrompts: string[] = [];

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => LoginRefusalDefinition)
  readonly loginRefusals: LoginRefusalDefinition[] = [];

  /** The device asks so over SSH as well, whoever SSH has let in. */
  @IsBoolean()
  readonly inBandLogin: boolean = false;

  /**
   * User name that SSH is opened with, where the device asks for the real one inside the session, or reads more than a
   * name from it: `{username}` stands for the real one.
   */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  readonly sshUser?: string;

  @IsNumber()
  @Min(0)
  @Max(10_000)
  readonly promptQuietMs: number = 2;

  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => PrivilegeLevelDefinition)
  readonly privilegeLevels: PrivilegeLevelDefinition[] = [];

  /** Regular expression of one line right above the prompt that belongs to it. */
  @IsOptional()
  @IsRegularExpression()
  readonly promptContext?: string;

  /** Regular expression of the line that ends every answer of a device that has no prompt. */
  @IsOptional()
  @IsRegularExpression()
  readonly replyEnd?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => EntryDefinition)
  readonly entry?: EntryDefinition;

  @IsString({ each: true })
  readonly widthCommands: string[] = [];

  @IsString({ each: true })
  readonly pagingCommands: string[] = [];

  @IsString({ each: true })
  readonly autoChangeCommands: string[] = [];

  /** `null`, also in place of an inherited one: there is no other level. */
  @IsOptional()
  @ValidateNested()
  @Type(() => EnableDefinition)
  readonly enable?: EnableDefinition | null;

  /** `null`: takes no configuration. */
  @IsOptional()
  @ValidateNested()
  @Type(() => ConfigurationDefinition)
  readonly configuration?: ConfigurationDefinition | null;

  @DialogueField(SaveDefinition)
  readonly save?: SaveDefinition | null;

  @IsString()
  readonly exitCommand: string = 'exit';

  /** Keys for what the device asks after `exit_command`. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => PagerDefinition)
  readonly exitAnswers: PagerDefinition[] = [];

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => PagerDefinition)
  readonly pagers: PagerDefinition[] = [];

  /** Likewise for what is no pager but has one harmless answer: a disclaimer, an offer that is declined. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => PagerDefinition)
  readonly answers: PagerDefinition[] = [];

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ErrorPatternDefinition)
  readonly errorPatterns: ErrorPatternDefinition[] = [];

  @IsArray()
  @IsRegularExpression({ each: true })
  readonly questions: string[] = [];

  @IsOptional()
  @IsRegularExpression()
  readonly logLine?: string;

  /** Secrets in a line of output, in any case: the group `secret`, or `{value}`. */
  @IsArray()
  @IsRegularExpression({ each: true })
  @Matches(/\(\?<secret>|\{value\}/, { each: true, message: 'secrets: each needs a group (?<secret>…) or {value}' })
  readonly secrets: string[] = [];

  @IsArray()
  @IsRegularExpression({ each: true })
  readonly statelessCommands: string[] = [];

  @IsArray()
  @IsRegularExpression({ each: true })
  readonly promptChangingCommands: string[] = [];
}
