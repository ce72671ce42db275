import { jsonKey } from '../plain-values.js';
import { repr, str } from '../python-format.js';
import { PyFloat, PyObject, type PyValue } from '../values.js';

const INDENT = '    ';

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function enclose(open: string, items: readonly string[], close: string, indent: string): string {
  const inner = indent + INDENT;
  return items.length === 0 ? open + close : `${open}\n${inner}${items.join(`,\n${inner}`)}\n${indent}${close}`;
}

function format(value: PyValue, indent: string): string {
  const inner = indent + INDENT;
  if (Array.isArray(value)) {
    return enclose(
      '[',
      value.map((item) => format(item, inner)),
      ']',
      indent,
    );
  }
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]): [string, PyValue] => [jsonKey(key), item]);
    entries.sort(([left], [right]) => (left < right ? -1 : 1));
    return enclose(
      '{',
      entries.map(([key, item]) => `${quoted(key)}: ${format(item, inner)}`),
      '}',
      indent,
    );
  }
  if (value instanceof PyObject) return quoted(str(value));
  if (value instanceof PyFloat) return repr(value);
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** Results as JSON text, keys sorted, in the layout of Python's `json.dumps(indent=4)`. */
export function formatJson(results: PyValue): string {
  return format(results, '');
}
