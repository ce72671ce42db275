import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Min, ValidateNested } from 'class-validator';
import { QuestionDescription } from './question-description.js';

const METHODS = ['password', 'keyboard-interactive', 'none'] as const;
const TELNET_OPTIONS = ['binary', 'echo', 'sga', 'ttype', 'tspeed', 'naws', 'linemode', 'status'] as const;

/** A log-in that is asked for in the terminal: over Telnet, or over SSH where that lets everybody in. */
export class DialogueDescription {
  /** What is shown first. */
  @IsString()
  banner = '';

  @IsString()
  user = 'Username: ';

  @IsString()
  password = 'Password: ';

  /** Said after a wrong log-in, before it is asked for again. */
  @IsString()
  rejected = '\nLogin incorrect\n';

  /** Said after the last wrong log-in, before the connection is closed. */
  @IsString()
  last = '';

  /** Said instead of all the others while the account is locked. */
  @IsString()
  locked = '\nAccount is locked\n';
}

/** How the device begins to speak Telnet. */
export class TelnetDescription {
  /** Options it says it will use. */
  @IsIn(TELNET_OPTIONS, { each: true })
  will: (typeof TELNET_OPTIONS)[number][] = ['echo', 'sga'];

  /** Options it asks the client to use. */
  @IsIn(TELNET_OPTIONS, { each: true })
  do: (typeof TELNET_OPTIONS)[number][] = ['ttype', 'naws'];

  /** Options it agrees to when the client begins, whichever of the two is to use them. */
  @IsIn(TELNET_OPTIONS, { each: true })
  agrees: (typeof TELNET_OPTIONS)[number][] = [];

  /** Whether it takes seven bits of each byte typed until BINARY is agreed on. Default false. */
  @IsBoolean()
  seven_bits = false;

  /** Whether it says nothing more until the client has answered. Default false. */
  @IsBoolean()
  waits = false;

  /** Whether it echoes only once the client has agreed to it. Default false. */
  @IsBoolean()
  echo_on_request = false;
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

  /** What SSH takes; with `none` it lets everybody in, and the log-in is asked for in the terminal. */
  @IsIn(METHODS, { each: true })
  methods: (typeof METHODS)[number][] = ['password', 'keyboard-interactive'];

  /** Questions of keyboard-interactive, a round each. Default: the password. */
  @ValidateNested({ each: true })
  @Type(() => QuestionDescription)
  rounds: QuestionDescription[] = [];

  /** Sign behind which a user name holds wishes for the terminal, as `admin+ct`. */
  @IsOptional()
  @IsString()
  user_suffix?: string;

  /** Passwords that may be tried on one connection. Default 3. */
  @IsInt()
  @Min(1)
  attempts = 3;

  /** Shells that one connection may have open. Default 10, the default of OpenSSH's `MaxSessions`. */
  @IsInt()
  @Min(1)
  shells = 10;

  @ValidateNested()
  @Type(() => DialogueDescription)
  dialogue = new DialogueDescription();

  @ValidateNested()
  @Type(() => TelnetDescription)
  telnet = new TelnetDescription();

  /** Asked after the log-in, between the message of the day and the first prompt. */
  @ValidateNested({ each: true })
  @Type(() => QuestionDescription)
  questions: QuestionDescription[] = [];
}
