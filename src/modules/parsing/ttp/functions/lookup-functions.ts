import type { FunctionDefinition } from '../function-binding.js';
import { recordVariable, type MatchContext, type ParserState } from '../match-context.js';
import { str } from '../python-format.js';
import { deepCopy, isDict, isTruthy, toKey, type PyDict, type PyValue } from '../values.js';
import { globMatches } from './glob.js';
import { textOf, type MatchFunction, type MatchFunctions } from './match-function.js';

function pathOf(name: PyValue): string[] {
  return str(name)
    .split('.')
    .map((item) => item.trim());
}

function descend(data: PyValue | undefined, path: readonly string[]): PyValue | undefined {
  let current = data;
  for (const item of path) current = isDict(current) ? (current.get(item) ?? new Map()) : new Map();
  return current;
}

/** Where to look a value up: a lookup table, the results of a template, or those of a group. */
export interface LookupSource {
  readonly name: PyValue | undefined;
  readonly template: PyValue | undefined;
  readonly group: PyValue | undefined;
}

function templateData(name: PyValue, state: ParserState): PyValue | undefined {
  const [template = '', ...path] = pathOf(name);
  const results = state.resultsOf(template);
  return descend(Array.isArray(results) ? results[0] : results, path);
}

function groupData(name: PyValue, { ownResults, textResults }: ParserState): PyValue | undefined {
  const [group = '', ...path] = pathOf(name);
  const results = [textResults, ...(Array.isArray(ownResults) ? ownResults : [])];
  const holder = results.filter(isDict).find((result) => result.has(group));
  return descend(holder?.get(group), path);
}

/** The table to look values up in; undefined where there is none. */
export function lookupTable({ name, template, group }: LookupSource, state: ParserState): PyValue | undefined {
  if (isTruthy(name)) return descend(state.lookups, pathOf(name ?? null));
  if (isTruthy(template)) return templateData(template ?? null, state);
  return isTruthy(group) ? groupData(group ?? null, state) : undefined;
}

function answer(
  value: PyValue,
  found: PyValue | undefined,
  field: PyValue | undefined,
  context: MatchContext,
): PyValue {
  if (found === undefined) return value;
  if (field === false || field === undefined) return deepCopy(found);
  context.addField(str(field), deepCopy(found));
  return value;
}

function lookup(value: PyValue, args: readonly PyValue[], context: MatchContext): PyValue {
  const [name, template, group, field] = args;
  const table = lookupTable({ name, template, group }, context);
  return answer(value, isDict(table) ? table.get(toKey(value)) : undefined, field, context);
}

function reverseLookup(value: PyValue, [name, field]: readonly PyValue[], context: MatchContext): PyValue {
  const table = descend(context.lookups, pathOf(name ?? null));
  if (!isDict(table)) return value;
  const text = textOf(value, 'rlookup');
  return answer(value, [...table].find(([key]) => text.includes(str(key)))?.[1] ?? undefined, field, context);
}

function matchingKeys(text: string, table: PyDict, wantsAll: boolean): PyValue[] {
  const keys: PyValue[] = [];
  for (const [key, patterns] of table) {
    const list = typeof patterns === 'string' ? [...patterns] : patterns;
    const count = Array.isArray(list) ? list.filter((pattern) => globMatches(text, str(pattern))).length : 0;
    if (count > 0 && !wantsAll) return [key];
    keys.push(...Array.from({ length: count }, () => key));
  }
  return keys;
}

function patternLookup(value: PyValue, args: readonly PyValue[], context: MatchContext): PyValue {
  const [name, field, record, multimatch] = args;
  const table = descend(context.lookups, pathOf(name ?? null));
  if (!isDict(table)) return value;
  const keys = matchingKeys(textOf(value, 'gpvlookup'), table, multimatch === true);
  if (record !== false && record !== undefined) recordVariable(context, str(record), keys);
  return answer(value, keys.length > 0 ? keys : undefined, field, context);
}

type LookupDefinition = FunctionDefinition<PyValue, MatchContext>;

/** Functions that need a name server or a database; they leave a value as it is. */
const OFFLINE: readonly [string, LookupDefinition][] = ['dns', 'rdns', 'geoip_lookup'].map((name) => [
  name,
  {
    parameters: {
      names: name === 'geoip_lookup' ? ['db_name', 'add_field'] : ['record', 'timeout', 'servers', 'add_field'],
      defaults: { db_name: '', record: 'A', timeout: 1, servers: null, add_field: false },
    },
    run: (value, _, { warn }) => {
      warn(`${name}() asks no server or database and left "${str(value)}" as it is`);
      return value;
    },
  },
]);

/** Functions that look a value up. */
export const LOOKUP_FUNCTIONS: MatchFunctions = new Map<string, MatchFunction>([
  [
    'lookup',
    {
      parameters: {
        names: ['name', 'template', 'group', 'add_field'],
        defaults: { name: null, template: null, group: null, add_field: false },
      },
      run: lookup,
    },
  ],
  ['rlookup', { parameters: { names: ['name', 'add_field'], defaults: { add_field: false } }, run: reverseLookup }],
  [
    'gpvlookup',
    {
      parameters: {
        names: ['name', 'add_field', 'record', 'multimatch'],
        defaults: { add_field: false, record: false, multimatch: false },
      },
      run: patternLookup,
    },
  ],
  ...OFFLINE,
]);
