import { reprString } from '../regex/python-repr.js';
import { PyFloat, type PyKey, type PyValue } from './values.js';

function reprFloat({ value }: PyFloat): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value !== 0 && (Math.abs(value) >= 1e16 || Math.abs(value) < 1e-4)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return Number.isInteger(value) ? `${Object.is(value, -0) ? '-0' : value}.0` : String(value);
}

/** Python's `repr` of a value. */
export function repr(value: PyValue | PyKey): string {
  if (typeof value === 'string') return reprString(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (value instanceof Map) {
    return `{${[...value].map(([key, item]) => `${repr(key)}: ${repr(item)}`).join(', ')}}`;
  }
  if (value instanceof PyFloat) return reprFloat(value);
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'object') return `${value.typeName.replace(/^.*\./, '')}('${value.toString()}')`;
  return String(value);
}

/** Python's `str` of a value. */
export function str(value: PyValue | PyKey): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && 'typeName' in value ? value.toString() : repr(value);
}

/** Name of the Python type of a value. */
export function typeName(value: PyValue): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Map) return 'dict';
  if (value instanceof PyFloat) return 'float';
  if (typeof value === 'object') return value.typeName.replace(/^.*\./, '');
  if (typeof value === 'string') return 'str';
  return typeof value === 'boolean' ? 'bool' : 'int';
}
