import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Min, ValidateNested } from 'class-validator';

const LONG_LINES = ['wrap', 'wrap_spaces', 'wrap_cursor', 'wrap_return', 'scroll', 'plain'] as const;

/** What a terminal does with a command that is longer than a line. */
export type LongLines = (typeof LONG_LINES)[number];

/** What the pager prints. */
export class PagerDescription {
  /** `{{percent}}`, `{{first}}` and `{{last}}` say how much was shown, and which lines are on the screen. */
  @IsString()
  text!: string;

  /** What removes the text again after a key. */
  @IsString()
  erase!: string;

  /** Shown after the last page, until `q` is pressed. Default: the output is over then. */
  @IsOptional()
  @IsString()
  end?: string;

  /** Whether every key but `q` shows the next page. Default false: space a page, Enter a line, any other key ends. */
  @IsBoolean()
  any_key = false;
}

/** How the terminal behaves. */
export class TerminalDescription {
  /**
   * What happens to a command that is longer than a line. `wrap` goes on in the next line as bash does (blank, `\r`),
   * `wrap_spaces` as Junos (three blanks, three backspaces), `wrap_cursor` as Huawei's devices (blank, cursor left),
   * `wrap_return` as Brocade's (`\r`); `scroll` shifts the line to the left as Cisco's devices do; `plain`, the default,
   * leaves it to the terminal.
   */
  @IsIn(LONG_LINES)
  long_lines: LongLines = 'plain';

  /** Lines of a page; 0 = no pager, absent = as many as the client's terminal has. */
  @IsOptional()
  @IsInt()
  @Min(0)
  length?: number;

  @IsOptional()
  @ValidateNested()
  @Type(() => PagerDescription)
  pager?: PagerDescription;

  /** What Enter shows. Default a line end. */
  @IsString()
  enter = '\n';

  /** What a line is repainted with on Enter; `{{prompt}}` and `{{line}}` are filled in. Default: it is left as it is. */
  @IsOptional()
  @IsString()
  repaint?: string;

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

  /** A line that the device logs to the terminal of its own accord. */
  @IsString()
  log_line = '%SYS-5-CONFIG_I: Configured from console by {{username}}';
}
