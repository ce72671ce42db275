import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, Min, ValidateNested } from 'class-validator';

const ANSWERS = ['enable_secret', 'password', 'anything'] as const;
const SETTINGS = ['width', 'length', 'hostname'] as const;
const ACTIONS = ['echo', 'change_directory', 'print_directory', 'big_output'] as const;

/** A question that a command asks before it does its work. */
export class QuestionDescription {
  /** Text of the question, as `Password: `. */
  @IsString()
  prompt!: string;

  /** What the answer must be: the enable secret, the log-in's password, or anything at all. Default `anything`. */
  @IsIn(ANSWERS)
  answer: (typeof ANSWERS)[number] = 'anything';

  /** Whether the answer is echoed. Default false. */
  @IsBoolean()
  echo = false;

  /** How often it is asked before the command fails. Default 3. */
  @IsInt()
  @Min(1)
  attempts = 3;

  /** What is said between two attempts. */
  @IsOptional()
  @IsString()
  retry?: string;

  /** What is said after the last attempt. */
  @IsOptional()
  @IsString()
  failure?: string;
}

/** One command: the words that call it and everything it does. */
export class CommandDescription {
  /** Its words. `<number>` and `<word>` stand for one word, `<rest>` for the rest of the line. */
  @IsString()
  command!: string;

  /** Modes it exists in. Default: the platform's `default_modes`. */
  @IsOptional()
  @IsString({ each: true })
  modes?: string[];

  /** What it prints; placeholders, also `{{number}}`, `{{word}}`, `{{rest}}`, are filled in. */
  @IsOptional()
  @IsString()
  output?: string;

  /** Transcript in the platform's directory that it prints. */
  @IsOptional()
  @IsString()
  file?: string;

  /** What its parameter sets: the width or length of the terminal (0 = unlimited), or the host name. */
  @IsOptional()
  @IsIn(SETTINGS)
  set?: (typeof SETTINGS)[number];

  /** Mode it leads to. */
  @IsOptional()
  @IsString()
  enter?: string;

  /** Asked before any of the above; a question for an enable secret is left out on a device that has none. */
  @IsOptional()
  @ValidateNested()
  @Type(() => QuestionDescription)
  ask?: QuestionDescription;

  /** Mode in which `run_line` is run instead. */
  @IsOptional()
  @IsString()
  run_in?: string;

  /** Line that is run. Default: what `<rest>` stands for. */
  @IsString()
  run_line = '{{rest}}';

  /** Something that is no fixed text: `big_output` prints the text of `bigText`. */
  @IsOptional()
  @IsIn(ACTIONS)
  action?: (typeof ACTIONS)[number];

  /** Whether it ends the session. Default false. */
  @IsBoolean()
  closes = false;

  /** Whether a configuration mode records the line in the device's log. Default true. */
  @IsBoolean()
  recorded = true;
}

/** A mode of the command line, such as the privileged one. */
export class ModeDescription {
  /** Its prompt; `{{context}}` is the parameter of the command that entered it, shortened (`Ethernet1` to `Et1`). */
  @IsString()
  prompt!: string;

  /** Whether lines entered here are configuration. Default false. */
  @IsBoolean()
  config = false;

  /** First words of lines that are taken without a word. */
  @IsString({ each: true })
  keywords: string[] = [];

  /** Mode that is tried for a line that means nothing here. */
  @IsOptional()
  @IsString()
  parent?: string;
}

/** How a client gets in. */
export class LoginDescription {
  /** Software in the SSH identification, `SSH-2.0-` left out. */
  @IsOptional()
  @IsString()
  ident?: string;

  /** SSH banner, shown before the log-in. */
  @IsOptional()
  @IsString()
  banner?: string;

  /** Message of the day, shown before the first prompt. */
  @IsString()
  motd = '';

  @IsIn(['password', 'keyboard-interactive'], { each: true })
  methods: ('password' | 'keyboard-interactive')[] = ['password', 'keyboard-interactive'];

  /** Passwords that may be tried on one connection. Default 3. */
  @IsInt()
  @Min(1)
  attempts = 3;

  /** Shells that one connection may have open. Default 10, the default of OpenSSH's `MaxSessions`. */
  @IsInt()
  @Min(1)
  shells = 10;
}

/** What the pager prints. */
export class PagerDescription {
  @IsString()
  text!: string;

  /** What removes the text again after a key. */
  @IsString()
  erase!: string;
}

/** How the terminal behaves. */
export class TerminalDescription {
  /**
   * What happens to a command that is longer than a line: `wrap` goes on in the next line as bash does, `scroll` shifts
   * the line to the left as Cisco's devices do, `plain` leaves it to the terminal. Default `plain`.
   */
  @IsIn(['wrap', 'scroll', 'plain'])
  long_lines: 'wrap' | 'scroll' | 'plain' = 'plain';

  /** Lines of a page; 0 = no pager, absent = as many as the client's terminal has. */
  @IsOptional()
  @IsInt()
  @Min(0)
  length?: number;

  @IsOptional()
  @ValidateNested()
  @Type(() => PagerDescription)
  pager?: PagerDescription;

  /** What Ctrl-C shows. Default nothing. */
  @IsString()
  interrupt = '';

  /** Command that Ctrl-Z stands for. */
  @IsOptional()
  @IsString()
  ctrl_z?: string;

  /** Command that Ctrl-D on an empty line stands for. */
  @IsOptional()
  @IsString()
  ctrl_d?: string;
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
