import { TtpRunError } from './ttp.errors.js';
import type { PyDict, PyValue } from './values.js';

/** Lists that were made here, and may be added to. */
const ownLists = new WeakSet<PyValue[]>();

function joinLists(old: PyValue[], added: PyValue): PyValue[] {
  const isOwn = ownLists.has(old);
  const list = isOwn ? old : [...old];
  if (!isOwn) ownLists.add(list);
  if (Array.isArray(added)) for (const item of added) list.push(item);
  else list.push(added);
  return list;
}

function joinValues(old: PyValue, added: PyValue, joinText: string): PyValue {
  if (typeof old === 'string') {
    if (typeof added !== 'string') throw new TtpRunError('joinmatches can join a text with texts only');
    return old + joinText + added;
  }
  return Array.isArray(old) ? joinLists(old, added) : [old, added];
}

/** Joins the values of a match with those a record has already. */
export function joinInto(record: PyDict, values: PyDict, joinText: string): void {
  for (const [name, value] of values) {
    const old = record.get(name);
    record.set(name, old === undefined ? value : joinValues(old, value, joinText));
  }
}
