import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Min, ValidateNested } from 'class-validator';
import { QuestionDescription } from './question-description.js';

const SETTINGS = ['width', 'length', 'hostname'] as const;
const ACTIONS = [
  'echo',
  'change_directory',
  'print_directory',
  'big_output',
  'commit',
  'discard',
  'print_changes',
  'checkpoint',
  'roll_back',
] as const;
const CONDITIONS = ['changed', 'unchanged'] as const;

function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

/** Lines of an output that differ in a number alone. */
export class RowsDescription {
  @IsInt()
  @Min(1)
  count!: number;

  /** One row; `{{row}}` counts from 1. */
  @IsString()
  text!: string;
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

  /** Whether it exists only with, or only without, changes that wait for a commit. */
  @IsOptional()
  @IsIn(CONDITIONS)
  when?: (typeof CONDITIONS)[number];

  /** What it prints; placeholders, also `{{number}}`, `{{word}}`, `{{rest}}`, are filled in. */
  @IsOptional()
  @IsString()
  output?: string;

  /** Transcript in the platform's directory that it prints. */
  @IsOptional()
  @IsString()
  file?: string;

  /** Printed after `output` or `file`. */
  @IsOptional()
  @ValidateNested()
  @Type(() => RowsDescription)
  rows?: RowsDescription;

  /** What its parameter sets: the width or length of the terminal (0 = unlimited), or the host name. */
  @IsOptional()
  @IsIn(SETTINGS)
  set?: (typeof SETTINGS)[number];

  /** What it is set to. Default: the parameter of the command. */
  @IsOptional()
  @IsString()
  to?: string;

  /** Mode it leads to. */
  @IsOptional()
  @IsString()
  enter?: string;

  /** Asked one after the other before any of the above; one for an enable secret is left out on a device that has none. */
  @Transform(({ value }: { value: unknown }) => asList(value))
  @ValidateNested({ each: true })
  @Type(() => QuestionDescription)
  ask: QuestionDescription[] = [];

  /** Mode in which `run_line` is run instead. */
  @IsOptional()
  @IsString()
  run_in?: string;

  /** Line that is run. Default: what `<rest>` stands for. */
  @IsString()
  run_line = '{{rest}}';

  /**
   * Something that is no fixed text: `big_output` prints the text of `bigText`; `commit` makes the changes that wait take
   * effect, `discard` forgets them, `print_changes` lists them. `checkpoint` has lines that take
   * effect at once listed as well, and `roll_back` takes them back.
   */
  @IsOptional()
  @IsIn(ACTIONS)
  action?: (typeof ACTIONS)[number];

  /** What it prints instead, and does nothing, while the fault `commitFails` is on. */
  @IsOptional()
  @IsString()
  failure?: string;

  /** Whether it ends the session. Default false. */
  @IsBoolean()
  closes = false;

  /** Whether the device's log has the line as configuration. Default: in configuration modes. */
  @IsOptional()
  @IsBoolean()
  recorded?: boolean;
}
