import { cachedRegex } from '../regex-cache.js';
import { str } from '../python-format.js';
import { TtpUnsupportedError } from '../ttp.errors.js';
import { PyFloat, isDict, isEqual, isInteger, toKey, type PyDict, type PyValue } from '../values.js';

const TYPES: Readonly<Partial<Record<string, (value: PyValue) => boolean>>> = {
  string: (value) => typeof value === 'string',
  integer: isInteger,
  float: (value) => value instanceof PyFloat || isInteger(value),
  number: (value) => value instanceof PyFloat || isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  list: Array.isArray,
  dict: isDict,
};

function numberOf(value: PyValue): number {
  return value instanceof PyFloat ? value.value : Number(value);
}

function lengthOf(value: PyValue): number | undefined {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isDict(value) ? value.size : undefined;
}

function listOf(value: PyValue): PyValue[] {
  return Array.isArray(value) ? value : [value];
}

/** Faults of one field: messages, and at the end those of the fields in it by their name or position. */
type Faults = PyValue[];

type Rule = (value: PyValue, constraint: PyValue, allowsUnknown: boolean) => Faults;

function hasType(value: PyValue, constraint: PyValue): boolean {
  return listOf(constraint).some((name) => {
    const test = TYPES[str(name)];
    if (test === undefined) throw new TtpUnsupportedError(`The schema type "${str(name)}" is not available`);
    return test(value);
  });
}

function typeFaults(value: PyValue, constraint: PyValue): Faults {
  const names = Array.isArray(constraint) ? `['${constraint.map(str).join("', '")}']` : str(constraint);
  return hasType(value, constraint) ? [] : [`must be of ${names} type`];
}

function allowedFaults(value: PyValue, constraint: PyValue): Faults {
  const allowed = listOf(constraint);
  if (allowed.some((item) => isEqual(item, value))) return [];
  if (!Array.isArray(value)) return [`unallowed value ${str(value)}`];
  const others = value.filter((item) => !allowed.some((one) => isEqual(one, item)));
  return others.length === 0 ? [] : [`unallowed values ${str(others)}`];
}

function forbiddenFaults(value: PyValue, constraint: PyValue): Faults {
  return listOf(constraint).some((item) => isEqual(item, value)) ? [`unallowed value ${str(value)}`] : [];
}

function regexFaults(value: PyValue, constraint: PyValue): Faults {
  const pattern = str(constraint);
  if (typeof value !== 'string') return [];
  const matches = cachedRegex(pattern.endsWith('$') ? pattern : `${pattern}$`).match(value) !== null;
  return matches ? [] : [`value does not match regex '${pattern}'`];
}

function limit(message: string, isBroken: (value: PyValue, constraint: PyValue) => boolean): Rule {
  return (value, constraint) => (isBroken(value, constraint) ? [`${message} ${str(constraint)}`] : []);
}

function schemaFaults(value: PyValue, constraint: PyValue, allowsUnknown: boolean): Faults {
  if (!isDict(constraint)) return [];
  if (isDict(value)) {
    const faults = schemaErrors(value, constraint, allowsUnknown);
    return faults.size === 0 ? [] : [faults];
  }
  if (!Array.isArray(value)) return [];
  const faults: PyDict = new Map();
  for (const [index, item] of value.entries()) {
    const found = fieldFaults(item, constraint, allowsUnknown);
    if (found.length > 0) faults.set(index, found);
  }
  return faults.size === 0 ? [] : [faults];
}

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['type', typeFaults],
  ['allowed', allowedFaults],
  ['forbidden', forbiddenFaults],
  ['regex', regexFaults],
  ['min', limit('min value is', (value, least) => numberOf(value) < numberOf(least))],
  ['max', limit('max value is', (value, most) => numberOf(value) > numberOf(most))],
  ['minlength', limit('min length is', (value, least) => (lengthOf(value) ?? Infinity) < numberOf(least))],
  ['maxlength', limit('max length is', (value, most) => (lengthOf(value) ?? 0) > numberOf(most))],
  ['empty', (value, allowed) => (allowed === false && lengthOf(value) === 0 ? ['empty values not allowed'] : [])],
  ['schema', schemaFaults],
  ['required', () => []],
  ['nullable', () => []],
  ['meta', () => []],
]);

function fieldFaults(value: PyValue, rules: PyDict, allowsUnknown: boolean): Faults {
  if (value === null) return rules.get('nullable') === true ? [] : ['null value not allowed'];
  const type = rules.get('type');
  if (type !== undefined && !hasType(value, type)) return typeFaults(value, type);
  return [...rules].flatMap(([name, constraint]) => {
    const rule = RULES.get(str(name));
    if (rule === undefined) throw new TtpUnsupportedError(`The schema rule "${str(name)}" is not available`);
    return rule(value, constraint, allowsUnknown);
  });
}

/** What of a document breaks a Cerberus schema, by field, in the words of Cerberus. */
export function schemaErrors(document: PyDict, schema: PyDict, allowsUnknown: boolean): PyDict {
  const errors: PyDict = new Map();
  for (const [field, value] of document) {
    const rules = schema.get(field);
    const faults = isDict(rules) ? fieldFaults(value, rules, allowsUnknown) : allowsUnknown ? [] : ['unknown field'];
    if (faults.length > 0) errors.set(field, faults);
  }
  for (const [field, rules] of schema) {
    if (isDict(rules) && rules.get('required') === true && !document.has(toKey(field)))
      errors.set(field, ['required field']);
  }
  return errors;
}
