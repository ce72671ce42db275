import { REJECTED, takes } from '../function-binding.js';
import type { GroupContext } from '../group-context.js';
import { IpSyntaxError } from '../ip-number.js';
import { recordVariable } from '../match-context.js';
import { parseFloatValue, parseInteger } from '../numbers.js';
import { str } from '../python-format.js';
import { FormatKeyError, formatString } from '../string-format.js';
import { deepCopy, firstValue, isDict, isTruthy, toKey, updateDict, type PyDict, type PyValue } from '../values.js';
import { onNames, recordOf, type GroupFunction, type GroupFunctions } from './group-function.js';
import { parseIp } from './ip-functions.js';
import { lookupTable } from './lookup-functions.js';

/** Default of an argument that is another argument's value. */
const SAME = '_use_source_';
const NO_DEFAULT = '_no_default_value_';

function setValue(record: PyValue, args: readonly PyValue[], { vars, globals }: GroupContext): PyValue {
  const [source = null, target = SAME, fallback = NO_DEFAULT] = args;
  const name = toKey(source);
  const value = firstValue(name, vars, globals);
  const unknown = fallback === NO_DEFAULT ? source : fallback;
  recordOf(record).set(target === SAME ? name : toKey(target), deepCopy(value === undefined ? unknown : value));
  return record;
}

function recordValue(
  record: PyValue,
  [source = null, target = SAME]: readonly PyValue[],
  context: GroupContext,
): PyValue {
  const value = recordOf(record).get(toKey(source));
  if (value !== undefined) recordVariable(context, str(target === SAME ? source : target), value);
  return record;
}

function toNumber(value: PyValue): PyValue {
  return parseInteger(value) ?? parseFloatValue(value) ?? value;
}

function toIntegers(record: PyDict, names: readonly PyValue[], inLists: boolean): void {
  for (const key of names.length > 0 ? names.map(toKey) : [...record.keys()]) {
    const value = record.get(key);
    if (value === undefined) continue;
    record.set(key, inLists && Array.isArray(value) ? value.map(toNumber) : toNumber(value));
  }
}

function lastAsList(path: readonly string[]): string[] {
  return path.map((item, index) => (index === path.length - 1 ? `${item.replace(/\*+$/, '')}*` : item));
}

function itemize(
  record: PyValue,
  [key = null, path = '']: readonly PyValue[],
  context: GroupContext,
): PyValue | typeof REJECTED {
  const dict = recordOf(record);
  const value = dict.get(toKey(key));
  if (value === undefined) return REJECTED;
  context.rememberForPaths(dict);
  if (isTruthy(path)) {
    context.saveAt(
      lastAsList(
        str(path)
          .split('.')
          .map((item) => item.trim()),
      ),
      value,
    );
    return record;
  }
  context.path = lastAsList(context.path);
  return value;
}

/** Fills a format from the record, else from the variables too; null where a name is unknown. */
export function formatRecord(format: string, record: PyDict, { vars, globals }: GroupContext): string | null {
  for (const values of [() => record, () => new Map([...globals, ...vars, ...record])]) {
    try {
      return formatString(format, [], values());
    } catch (error) {
      if (!(error instanceof FormatKeyError)) throw error;
    }
  }
  return null;
}

/** Turns names with dots into dictionaries within one another. */
function expand(record: PyValue): PyValue {
  if (!isDict(record)) return record;
  const expanded: PyDict = new Map();
  for (const [key, value] of record) {
    const names = str(key).split('.');
    const last = names.pop() ?? '';
    let holder: PyValue = expanded;
    for (const name of names) {
      if (!isDict(holder)) break;
      if (!holder.has(name)) holder.set(name, new Map());
      holder = holder.get(name) ?? null;
    }
    if (isDict(holder)) holder.set(last, value);
  }
  return expanded;
}

function toIp(record: PyValue, [ipKey = null, maskKey = null]: readonly PyValue[]): PyValue {
  const dict = recordOf(record);
  const [ip, mask] = [dict.get(toKey(ipKey)), dict.get(toKey(maskKey))];
  if (ip === undefined || mask === undefined) return record;
  try {
    dict.set(toKey(ipKey), parseIp(`${str(ip)}/${str(mask)}`));
  } catch (error) {
    if (!(error instanceof IpSyntaxError)) throw error;
  }
  return record;
}

function lookup(record: PyValue, args: readonly PyValue[], context: GroupContext): PyValue {
  const [key = null, name, template, group, addField, replace, update] = args;
  const dict = recordOf(record);
  const table = lookupTable({ name, template, group }, context);
  const value = dict.get(toKey(key));
  const entry = isDict(table) && value !== undefined ? table.get(toKey(value)) : undefined;
  if (entry === undefined) return record;
  const found = deepCopy(entry);
  if (isTruthy(addField)) dict.set(toKey(addField ?? null), found);
  else if (update === true && isDict(found)) updateDict(dict, found);
  else if (isTruthy(replace)) dict.set(toKey(key), found);
  return record;
}

/** Functions that change a record or use its values. */
export const RECORD_FUNCTIONS: GroupFunctions = new Map<string, GroupFunction>([
  [
    'set',
    {
      parameters: { names: ['source', 'target', 'default'], defaults: { target: SAME, default: NO_DEFAULT } },
      run: setValue,
    },
  ],
  ['record', { parameters: { names: ['source', 'target'], defaults: { target: SAME } }, run: recordValue }],
  [
    'del',
    onNames((record, names) => {
      names.forEach((name) => record.delete(name));
      return record;
    }),
  ],
  [
    'to_int',
    {
      parameters: { names: ['intlist'], defaults: { intlist: false }, isVariadic: true, isNamedOnly: true },
      run: (record, [inLists, ...names]) => {
        toIntegers(recordOf(record), names, inLists === true);
        return record;
      },
    },
  ],
  ['itemize', { parameters: { names: ['key', 'path'], defaults: { path: '' } }, run: itemize }],
  [
    'sformat',
    {
      parameters: takes('string', 'add_field'),
      run: (record, [format = null, field = null], context) => {
        const text = formatRecord(str(format), recordOf(record), context);
        if (text !== null) recordOf(record).set(toKey(field), text);
        return record;
      },
    },
  ],
  ['expand', { parameters: takes(), run: expand }],
  [
    'lookup',
    {
      parameters: {
        names: ['key', 'name', 'template', 'group', 'add_field', 'replace', 'update'],
        defaults: { name: null, template: null, group: null, add_field: false, replace: true, update: false },
      },
      run: lookup,
    },
  ],
  [
    'items2dict',
    {
      parameters: takes('key_name', 'value_name'),
      run: (record, [keyName = null, valueName = null]) => {
        const dict = recordOf(record);
        const [key, value] = [dict.get(toKey(keyName)), dict.get(toKey(valueName))];
        if (key === undefined || value === undefined) return REJECTED;
        dict.delete(toKey(keyName));
        dict.delete(toKey(valueName));
        dict.set(toKey(key), value);
        return record;
      },
    },
  ],
  ['to_ip', { parameters: takes('ip_key', 'mask_key'), run: toIp }],
  ['str_to_unicode', { parameters: takes(), run: (record) => record }],
]);
