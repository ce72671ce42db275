import { jsonKey } from '../plain-values.js';
import { str } from '../python-format.js';
import { PyFloat, type PyDict, type PyKey, type PyValue } from '../values.js';
import { isYamlKey, yamlText } from './yaml-scalar.js';

const STEP = '  ';

function floatText(text: string): string {
  return text
    .replace(/^(-?\d+)e/, '$1.0e')
    .replace('inf', '.inf')
    .replace('nan', '.nan');
}

function scalar(value: PyValue, column: number, indent: string): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return yamlText(value, column, indent);
  if (value instanceof PyFloat) return floatText(str(value));
  return typeof value === 'boolean' ? String(value) : yamlNumberOrText(value, column, indent);
}

function yamlNumberOrText(value: PyValue, column: number, indent: string): string {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : yamlText(str(value), column, indent);
}

function keyText(key: PyKey): string {
  return typeof key === 'string' ? yamlText(key, 0, '', true) : jsonKey(key);
}

/** An entry whose key takes lines of its own. */
function formatLongEntry(key: string, value: PyValue, indent: string): string[] {
  const [first = '', ...rest] = formatNode(value, indent + STEP);
  const name = yamlText(key, indent.length + STEP.length, indent + STEP);
  return [`? ${name}`, `: ${first}`, ...rest.map((line) => STEP + line)];
}

function sortedEntries(dict: PyDict): [PyKey, PyValue][] {
  return [...dict].sort(([left], [right]) => (str(left) < str(right) ? -1 : 1));
}

function formatDict(dict: PyDict, indent: string): string[] {
  return sortedEntries(dict).flatMap(([key, value]) => {
    if (typeof key === 'string' && !isYamlKey(key)) return formatLongEntry(key, value, indent);
    const name = `${keyText(key)}:`;
    if (value instanceof Map && value.size > 0)
      return [name, ...formatDict(value, indent + STEP).map((line) => STEP + line)];
    if (Array.isArray(value) && value.length > 0) return [name, ...formatList(value, indent)];
    return [`${name} ${leaf(value, indent.length + name.length + 1, indent + STEP)}`];
  });
}

function formatList(list: readonly PyValue[], indent: string): string[] {
  return list.flatMap((value) => {
    const [first = '', ...rest] = formatNode(value, indent + STEP);
    return [`- ${first}`, ...rest.map((line) => STEP + line)];
  });
}

function leaf(value: PyValue, column: number, indent: string): string {
  if (Array.isArray(value)) return '[]';
  return value instanceof Map ? '{}' : scalar(value, column, indent);
}

function formatNode(value: PyValue, indent: string): string[] {
  if (value instanceof Map && value.size > 0) return formatDict(value, indent);
  if (Array.isArray(value) && value.length > 0) return formatList(value, indent);
  return [leaf(value, indent.length, indent)];
}

/** Results as YAML in block style, keys sorted, in the layout of PyYAML. */
export function formatYaml(results: PyValue): string {
  if (Array.isArray(results) || results instanceof Map) return `${formatNode(results, '').join('\n')}\n`;
  const text = scalar(results, 0, STEP);
  return /^['"]/.test(text) ? `${text}\n` : `${text}\n...\n`;
}
