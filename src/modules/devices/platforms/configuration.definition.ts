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

export class ConfigurationDefinition {
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

  @DialogueField(DialogueDefinition)
  readonly discard?: DialogueDefinition;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => TextBlockDefinition)
  readonly textBlocks: TextBlockDefinition[] = [];
}
