import type { ClassConstructor } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { didYouMean } from '../nearest-names.js';
import type { FaultContext } from './fields.js';
import { RequestValidationError, type FieldFault } from './http.errors.js';
import { readFields } from './input-fields.js';
import { passesChecks } from './passes-checks.js';

export type InputPlace = 'body' | 'query';

/** A checked input, and the names of fields that nothing reads. */
export interface ValidInput<T> {
  readonly value: T;
  readonly unknownFields: readonly string[];
}

/** Checks in the order of their weight: when a field fails several, the first of these is told. */
const WEIGHT = ['missing', 'string_type', 'bool_parsing', 'int_type', 'list_type', 'literal_error'];

function weigh(type: string): number {
  const at = WEIGHT.indexOf(type);
  return at === -1 ? WEIGHT.length : at;
}

type Location = readonly (string | number)[];

/** A value inside the request as it was given, or nothing when the path leads nowhere. */
function childOf(given: unknown, key: string): unknown {
  return typeof given === 'object' && given !== null && Object.hasOwn(given, key) ? Reflect.get(given, key) : undefined;
}

function ownFault(error: ValidationError, loc: Location, given: unknown): FieldFault[] {
  const contexts = (error.contexts ?? {}) as Record<string, FaultContext>;
  const [first] = Object.entries(error.constraints ?? {})
    .map(([name, msg]) => ({ type: 'value_error', ...contexts[name], msg }))
    .sort((a, b) => weigh(a.type) - weigh(b.type));
  if (first === undefined) return [];
  return [{ ...first, loc, input: first.type === 'missing' ? given : childOf(given, error.property) }];
}

function toFaults(errors: readonly ValidationError[], parent: Location, given: unknown): FieldFault[] {
  return errors.flatMap((error) => {
    const loc = [...parent, Array.isArray(given) ? Number(error.property) : error.property];
    return [...ownFault(error, loc, given), ...toFaults(error.children ?? [], loc, childOf(given, error.property))];
  });
}

const SECRET_FIELDS = new Set(['password', 'secret', 'access_token', 'code', 'code_verifier']);

/** What was given, without what may be a secret: a field that is not known may be a password misspelt. */
function shown(given: unknown, knownFields: ReadonlySet<string>): unknown {
  if (typeof given !== 'object' || given === null) return given;
  if (Array.isArray(given)) return given.map((item) => shown(item, knownFields));
  const isHidden = (key: string): boolean => SECRET_FIELDS.has(key) || !knownFields.has(key);
  const fields = Object.entries(given).map(([key, value]: [string, unknown]) => [
    key,
    isHidden(key) && value !== null ? '***' : value,
  ]);
  return Object.fromEntries(fields);
}

/** A fault repeats what was given, but never a secret. */
function withoutSecrets(fault: FieldFault, knownFields: ReadonlySet<string>): FieldFault {
  if (!('input' in fault)) return fault;
  const isSecret = SECRET_FIELDS.has(String(fault.loc.at(-1)));
  return { ...fault, input: isSecret ? '***' : shown(fault.input, knownFields) };
}

/**
 * Reads a request's body or query as an instance of `type`: words and numbers written as text are taken for what they
 * mean, fields that are not there get their default, unknown ones are named and left out.
 * @throws RequestValidationError with every fault
 */
export function validateInput<T extends object>(
  type: ClassConstructor<T>,
  input: unknown,
  place: InputPlace,
): ValidInput<T> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    const msg = 'Input should be a valid dictionary or object to extract fields from';
    const fault = { type: 'model_attributes_type', loc: [place], msg, input };
    throw new RequestValidationError([withoutSecrets(fault, new Set())]);
  }
  const value = readFields(type, input);
  const errors = passesChecks(value) ? [] : validateSync(value, { forbidUnknownValues: false });
  if (errors.length > 0) {
    const known = new Set(Object.keys(value));
    throw new RequestValidationError(toFaults(errors, [place], input).map((fault) => withoutSecrets(fault, known)));
  }
  return { value, unknownFields: Object.keys(input).filter((key) => !Object.hasOwn(value, key)) };
}

const MAX_NAMED_FIELDS = 10;

/** A `Warning` header (RFC 7234) that names ignored fields, or `undefined` when there is none. */
export function warningFor(unknownFields: readonly string[], knownFields: readonly string[]): string | undefined {
  if (unknownFields.length === 0) return undefined;
  const named = unknownFields.slice(0, MAX_NAMED_FIELDS).map((name) => {
    const suggestion = didYouMean(name.slice(0, 64), knownFields).replaceAll('"', "'");
    return `'${name.slice(0, 64)}'${suggestion}`;
  });
  const rest = unknownFields.length > MAX_NAMED_FIELDS ? ` and ${unknownFields.length - MAX_NAMED_FIELDS} more` : '';
  const text = `ignored unknown fields: ${named.join(', ')}${rest}`.replace(/[^ !#-[\]-~]/g, '?');
  return `299 tom "${text}"`;
}
