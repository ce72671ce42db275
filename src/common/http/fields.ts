import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import {
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  Min,
  MinLength,
  ValidateBy,
} from 'class-validator';
import { rememberFieldDocs } from './field-docs.js';
import type { FieldFault } from './http.errors.js';
import { InputField } from './input-fields.js';

/** What clients of the API read in a fault beside the sentence. */
export type FaultContext = Pick<FieldFault, 'type' | 'ctx'>;

interface FieldOptions {
  readonly description: string;
  readonly example?: unknown;
  /** What a field that is not there is taken for. Absent: the field is required. `null`: it may be null as well. */
  readonly default?: unknown;
  /** The default as the API docs give it, where it is more than one value and `default` is `null`. */
  readonly usualDefault?: unknown;
}

/** What is wrong with a field: the sentence, and what stands beside it. */
interface Fault {
  readonly message: string;
  readonly context: FaultContext;
}

function fault(type: string, message: string, ctx?: FieldFault['ctx']): Fault {
  return { message, context: { type, ...(ctx === undefined ? {} : { ctx }) } };
}

type Coercion = (value: unknown) => unknown;

const asGiven: Coercion = (value) => value;

/** What every field has: its place in the API docs, whether it must be there, and what it is taken for. */
function field(
  options: FieldOptions,
  schema: ApiPropertyOptions,
  checks: PropertyDecorator[],
  coerce: Coercion = asGiven,
): PropertyDecorator {
  const { description, example } = options;
  const isRequired = options.default === undefined;
  const isNullable = options.default === null;
  const shownDefault = isNullable ? options.usualDefault : options.default;
  const documented = {
    ...(example === undefined ? {} : { example }),
    ...(shownDefault === undefined ? {} : { default: shownDefault }),
    ...schema,
  };
  const property = { ...documented, description, required: isRequired, ...(isNullable ? { nullable: true } : {}) };
  return applyDecorators(
    ApiProperty(property as ApiPropertyOptions),
    (target: object, key: string | symbol) => {
      rememberFieldDocs(target, { name: String(key), description, isRequired, schema: documented });
    },
    InputField((value) => (value === undefined ? options.default : coerce(value))),
    ...(isRequired ? [IsDefined(fault('missing', 'Field required'))] : []),
    ...(isNullable ? [IsOptional()] : []),
    ...checks,
  );
}

const STRING_FAULT = fault('string_type', 'Input should be a valid string');

/** A text; `default: null` makes it optional. */
export function TextField(options: FieldOptions & { minLength?: number }): PropertyDecorator {
  const minLength = options.minLength ?? 0;
  const message = `String should have at least ${minLength} character${minLength === 1 ? '' : 's'}`;
  return field(options, { type: 'string', ...(minLength > 0 ? { minLength } : {}) }, [
    ...(minLength > 0 ? [MinLength(minLength, fault('string_too_short', message))] : []),
    IsString(STRING_FAULT),
  ]);
}

/** Longest pattern a request may give, in characters. */
const PATTERN_LIMIT = 500;

function isPattern(value: unknown): boolean {
  if (typeof value !== 'string' || value === '' || value.length > PATTERN_LIMIT) return false;
  try {
    return new RegExp(value) instanceof RegExp;
  } catch {
    return false;
  }
}

/** A regular expression of JavaScript; `default: null` makes it optional. */
export function PatternField(options: FieldOptions): PropertyDecorator {
  const message = `Input should be a valid regular expression of 1 to ${PATTERN_LIMIT} characters`;
  const check = ValidateBy(
    { name: 'isPattern', validator: { validate: isPattern, defaultMessage: () => message } },
    { context: { type: 'value_error' } },
  );
  return field(options, { type: 'string', format: 'regex', maxLength: PATTERN_LIMIT }, [check]);
}

/** A text that is kept out of logs, examples and answers. */
export function PasswordField(options: FieldOptions): PropertyDecorator {
  return field(options, { type: 'string', format: 'password', writeOnly: true }, [IsString(STRING_FAULT)]);
}

const TRUE_WORDS = new Set(['true', 't', 'yes', 'y', 'on', '1']);
const FALSE_WORDS = new Set(['false', 'f', 'no', 'n', 'off', '0']);

/** The boolean that a client meant by `"true"`, `"no"`, `1` …; anything else stays as it is. */
export function coerceBoolean(value: unknown): unknown {
  if (value === 1 || value === 0) return value === 1;
  if (typeof value !== 'string') return value;
  const word = value.toLowerCase();
  if (TRUE_WORDS.has(word)) return true;
  return FALSE_WORDS.has(word) ? false : value;
}

/** A boolean, also as the words that stand for one; `default: null` makes it optional. */
export function BooleanField(options: FieldOptions): PropertyDecorator {
  const message = 'Input should be a valid boolean, unable to interpret input';
  return field(options, { type: 'boolean' }, [IsBoolean(fault('bool_parsing', message))], coerceBoolean);
}

function coerceInteger(value: unknown): unknown {
  return typeof value === 'string' && /^\s*[+-]?\d+(\.0+)?\s*$/.test(value) ? Number(value) : value;
}

/** A whole number within bounds, also written as text; `default: null` makes it optional. */
export function IntegerField(options: FieldOptions & { minimum: number; maximum: number }): PropertyDecorator {
  const { minimum, maximum } = options;
  const checks = [
    Min(minimum, fault('greater_than_equal', `Input should be greater than or equal to ${minimum}`)),
    Max(maximum, fault('less_than_equal', `Input should be less than or equal to ${maximum}`)),
    IsInt(fault('int_type', 'Input should be a valid integer')),
  ];
  return field(options, { type: 'integer', minimum, maximum }, checks, coerceInteger);
}

function expectedChoice(choices: readonly string[]): string {
  const listed = choices.map((choice) => `'${choice}'`);
  return listed.length > 1 ? `${listed.slice(0, -1).join(', ')} or ${listed.at(-1)}` : listed.join('');
}

/** The fault of a word that is none of those that are known. */
export function choiceFault(choices: readonly string[]): Fault {
  const expected = expectedChoice(choices);
  return fault('literal_error', `Input should be ${expected}`, { expected });
}

/** One of a few words; `default: null` makes it optional. */
export function ChoiceField(options: FieldOptions & { choices: readonly string[] }): PropertyDecorator {
  return field(options, { type: 'string', enum: [...options.choices] }, [
    IsIn(options.choices, choiceFault(options.choices)),
  ]);
}

/** One of a few words, to which others may come when Tom starts: whoever knows all of them has to check it. */
export function OpenChoiceField(options: FieldOptions & { choices: readonly string[] }): PropertyDecorator {
  return field(options, { type: 'string', enum: [...options.choices] }, [IsString(choiceFault(options.choices))]);
}
