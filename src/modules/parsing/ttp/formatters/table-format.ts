import { dictToList, traverse } from '../traverse.js';
import { str } from '../python-format.js';
import { isDict, isTruthy, type PyDict, type PyKey, type PyValue } from '../values.js';

function recordsOf(results: PyValue, options: PyDict): PyDict[] {
  const path = options.get('path') ?? [];
  const key = options.get('key');
  const isStrict = options.get('strict') !== false;
  const sources = Array.isArray(results) ? results : [results];
  const records = sources.flatMap((source): PyValue => {
    const item = Array.isArray(path) && path.length === 0 ? source : traverse(source, path, isStrict);
    return isTruthy(key) && isDict(item) ? dictToList(item, key ?? null) : item;
  });
  return records.filter(isDict).filter((record) => record.size > 0 || sources.length > 1);
}

function sortedKeys(records: readonly PyDict[]): PyKey[] {
  return [...new Set(records.flatMap((record) => [...record.keys()]))].sort((left, right) =>
    str(left) < str(right) ? -1 : 1,
  );
}

/** The records among the results as rows of cells, headers first. */
export function toTable(results: PyValue, options: PyDict): PyValue[][] {
  const records = recordsOf(results, options);
  const given = options.get('headers');
  const headers = Array.isArray(given) && given.length > 0 ? given : sortedKeys(records);
  const missing = options.get('missing') ?? '';
  const rows = records.map((record) => headers.map((header) => record.get(header as PyKey) ?? missing));
  return [headers, ...rows];
}
