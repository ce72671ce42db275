import { dictToList, traverse } from '../traverse.js';
import { str } from '../python-format.js';
import { TtpRunError } from '../ttp.errors.js';
import { isDict, isTruthy, toKey, type PyDict, type PyKey, type PyValue } from '../values.js';

function asRecord(item: PyValue): PyDict {
  if (isDict(item)) return item;
  throw new TtpRunError(`A table is made of records, and "${str(item)}" is none`);
}

function recordsOf(results: PyValue, options: PyDict): PyDict[] {
  const path = options.get('path') ?? [];
  const key = options.get('key') ?? null;
  const isStrict = options.get('strict') !== false;
  const sources = Array.isArray(results) ? results : [results];
  return sources.flatMap((source) => {
    const item = Array.isArray(path) && path.length === 0 ? source : traverse(source, path, isStrict);
    if (!isTruthy(item)) return [];
    const found = isTruthy(key) && isDict(item) ? dictToList(item, key) : item;
    return Array.isArray(found) ? found.map(asRecord) : asRecord(found);
  });
}

function sortedKeys(records: readonly PyDict[]): PyKey[] {
  return [...new Set(records.flatMap((record) => [...record.keys()]))].sort((left, right) =>
    str(left) < str(right) ? -1 : 1,
  );
}

function cellOf(record: PyDict, key: PyKey, missing: PyValue): PyValue {
  const cell = record.get(key);
  return cell === undefined ? missing : cell;
}

/** The records among the results as rows of cells, headers first. */
export function toTable(results: PyValue, options: PyDict): PyValue[][] {
  const records = recordsOf(results, options);
  const given = options.get('headers');
  const headers = Array.isArray(given) && given.length > 0 ? given : sortedKeys(records);
  const missing = options.get('missing') ?? '';
  const rows = records.map((record) => headers.map((header) => cellOf(record, toKey(header), missing)));
  return [headers, ...rows];
}
