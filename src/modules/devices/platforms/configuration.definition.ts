import { Transform, Type, plainToInstance, type ClassConstructor } from 'class-transformer';
import { IsArray, IsBoolean, IsNotEmpty, IsOptional, IsString, ValidateNested } from 'class-validator';
import { IsRegularExpression } from './is-regular-expression.decorator.js';

/** A dialogue: a mapping, or a text, which is a command that asks nothing. */
export function DialogueField(type: ClassConstructor<DialogueDefinition>): PropertyDecorator {
  const read = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(read);
    const plain = typeof value === 'string' ? { command: value } : value;
    if (typeof plain !== 'object' || plain === null) return plain;
    return plainToInstance(type, plain, { exposeDefaultValues: true });
  };
  return (target, key) => {
    for (const decorate of [IsOptional(), ValidateNested(), Transform(({ value }: { value: unknown }) => read(value))])
      decorate(target, key);
  };
}

export class AnswerDefinition {
  /** Regular expression of the end of the line that asks. */
  @IsRegularExpression()
  readonly pattern: string = '';

  /** Typed with an Enter. */
  @IsString()
  readonly answer: string = '';
}

/** A command, or a mapping of these keys. */
export class DialogueDefinition {
  @IsString()
  @IsNotEmpty()
  readonly command: string = '';

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => AnswerDefinition)
  readonly answers: AnswerDefinition[] = [];

  /** Regular expression of a line that says it is done. */
  @IsOptional()
  @IsRegularExpression()
  readonly success?: string;

  /** Regular expression of a line that says it is not done. */
  @IsOptional()
  @IsRegularExpression()
  readonly failure?: string;
}

export class SaveDefinition extends DialogueDefinition {
  @IsBoolean()
  readonly inConfiguration: boolean = false;
}

export class EnableDefinition {
  @IsString()
  @IsNotEmpty()
  readonly command: string = 'enable';

  /** None: the prompt does not tell. */
  @IsArray()
  @IsString({ each: true })
  readonly levels: string[] = ['privileged_exec'];

  @IsRegularExpression()
  readonly username: string = '(?:[Uu]ser ?[Nn]ame|[Ll]ogin): ?';

  @IsRegularExpression()
  readonly password: string = '[Pp]ass(?:word|code|wd)[^:\\n]{0,60}: ?';

  @IsBoolean()
  readonly ownPassword: boolean = false;

  @IsOptional()
  @IsRegularExpression()
  readonly asksAgain?: string;

  @DialogueField(DialogueDefinition)
  readonly leave?: DialogueDefinition | null = plainToInstance(DialogueDefinition, { command: 'disable' });
}

export class TextBlockDefinition {
  /** Regular expression of the first line, case does not count; its group `end` is the end mark. */
  @IsRegularExpression()
  readonly start: string = '';

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  readonly end?: string;
}

/** What is different where the lines are to go into a candidate first, or in force for a time only. */
export class ConfigurationVariantDefinition {
  @DialogueField(DialogueDefinition)
  readonly prepare?: DialogueDefinition;

  @DialogueField(DialogueDefinition)
  readonly enter?: DialogueDefinition;

  @DialogueField(DialogueDefinition)
  readonly diff?: DialogueDefinition;

  @DialogueField(DialogueDefinition)
  readonly commit?: DialogueDefinition;

  @DialogueField(DialogueDefinition)
  readonly confirm?: DialogueDefinition;

  @IsOptional()
  @IsBoolean()
  readonly commitsOutside?: boolean;

  @IsOptional()
  @IsBoolean()
  readonly confirmsOutside?: boolean;

  @DialogueField(DialogueDefinition)
  readonly discard?: DialogueDefinition | DialogueDefinition[];
}

export class RunningConfigurationDefinition {
  @IsString()
  @IsNotEmpty()
  readonly command: string = '';

  /** Regular expression of lines that change by themselves. */
  @IsOptional()
  @IsRegularExpression()
  readonly volatile?: string;
}

export class ConfigurationDefinition {
  /** Typed before the mode is entered. */
  @DialogueField(DialogueDefinition)
  readonly prepare?: DialogueDefinition;

  @DialogueField(DialogueDefinition)
  readonly enter?: DialogueDefinition;

  /** Regular expression of the end of a prompt at which there is the mode. */
  @IsOptional()
  @IsRegularExpression()
  readonly when?: string;

  @IsArray()
  @IsString({ each: true })
  readonly levels: string[] = ['configuration'];

  @IsBoolean()
  readonly needsEnable: boolean = true;

  /** One command, or several. */
  @DialogueField(DialogueDefinition)
  readonly leave?: DialogueDefinition | DialogueDefinition[];

  @DialogueField(DialogueDefinition)
  readonly commit?: DialogueDefinition;

  @IsBoolean()
  readonly commitsOutside: boolean = false;

  @DialogueField(DialogueDefinition)
  readonly confirm?: DialogueDefinition;

  @IsBoolean()
  readonly confirmsOutside: boolean = false;

  /** One command, or several. */
  @DialogueField(DialogueDefinition)
  readonly discard?: DialogueDefinition | DialogueDefinition[];

  /** Shows what the candidate changes. */
  @DialogueField(DialogueDefinition)
  readonly diff?: DialogueDefinition;

  /** Shows the configuration that is in force; `null`: nothing does. */
  @IsOptional()
  @ValidateNested()
  @Type(() => RunningConfigurationDefinition)
  readonly running?: RunningConfigurationDefinition | null;

  /** Where there is no candidate unless one is asked for. */
  @IsOptional()
  @ValidateNested()
  @Type(() => ConfigurationVariantDefinition)
  readonly withCandidate?: ConfigurationVariantDefinition | null;

  /** Where there is no candidate, and lines in force can be taken back at once. */
  @IsOptional()
  @ValidateNested()
  @Type(() => ConfigurationVariantDefinition)
  readonly withRollback?: ConfigurationVariantDefinition | null;

  /** Where the device can take changes back by itself. */
  @IsOptional()
  @ValidateNested()
  @Type(() => ConfigurationVariantDefinition)
  readonly withTimer?: ConfigurationVariantDefinition | null;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => TextBlockDefinition)
  readonly textBlocks: TextBlockDefinition[] = [];
}
