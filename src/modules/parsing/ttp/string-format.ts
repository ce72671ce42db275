import { parseInteger } from './numbers.js';
import { repr, str } from './python-format.js';
import { TtpRunError } from './ttp.errors.js';
import { PyFloat, PyObject, isDict, type PyKey, type PyValue } from './values.js';

/** A format string names something that is not there. */
export class FormatKeyError extends Error {
  constructor(readonly key: string) {
    super(`there is no "${key}"`);
    this.name = 'FormatKeyError';
  }
}

const SPEC = /^(?:(.)?([<>^=]))?([+\- ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/su;

/** Widest field a format may ask for. */
const MAX_WIDTH = 10_000;

const BASES: Readonly<Partial<Record<string, number>>> = { b: 2, o: 8, d: 10, n: 10, x: 16, X: 16 };

function formatInteger(value: number | bigint, type: string): string {
  if (type === 'c') return String.fromCodePoint(Number(value));
  const digits = value.toString(BASES[type] ?? 10);
  return type === 'X' ? digits.toUpperCase() : digits;
}

/** Digits of a float where a format asks for none. */
const DEFAULT_PRECISION = 6;

/** A float in Python's format `g`: so many digits, without zeros at the end. */
export function generalFloat(value: number, precision = DEFAULT_PRECISION): string {
  if (!Number.isFinite(value) || value === 0) return str(new PyFloat(value)).replace(/\.0$/, '');
  const digits = Math.max(precision, 1);
  const [mantissa = '', power = ''] = value.toExponential(digits - 1).split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < digits) return withoutZeros(value.toFixed(digits - 1 - exponent));
  return `${withoutZeros(mantissa)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function floatText(value: number, type: string, precision: number | undefined): string {
  switch (type) {
    case 'f':
      return value.toFixed(precision ?? DEFAULT_PRECISION);
    case '%':
      return `${(value * 100).toFixed(precision ?? DEFAULT_PRECISION)}%`;
    case 'e':
      return value.toExponential(precision ?? DEFAULT_PRECISION).replace(/e([+-])(\d)$/, 'e$10$2');
    case 'g':
    case 'n':
      return generalFloat(value, precision);
    default:
      return precision === undefined ? str(new PyFloat(value)) : generalFloat(value, precision);
  }
}

function formatFloat(value: number, type: string, precision: number | undefined): string {
  const text = floatText(value, type.toLowerCase(), precision);
  return /[EFG]/.test(type) ? text.toUpperCase() : text;
}

function numberText(value: PyValue, type: string | undefined, precision: number | undefined): string | null {
  const isInteger = typeof value === 'number' || typeof value === 'bigint';
  if (isInteger && (type === undefined || type in BASES || type === 'c')) return formatInteger(value, type ?? 'd');
  if (value instanceof PyFloat) return formatFloat(value.value, type ?? '', precision);
  return isInteger ? formatFloat(Number(value), type ?? '', precision) : null;
}

function pad(text: string, width: number, fill: string, align: string): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (align === '<') return text + fill.repeat(missing);
  if (align === '>') return fill.repeat(missing) + text;
  if (align === '=') return text.replace(/^[+\- ]?/, (sign) => sign + fill.repeat(missing));
  const before = Math.floor(missing / 2);
  return fill.repeat(before) + text + fill.repeat(missing - before);
}

interface Layout {
  readonly fill: string;
  /** Where the value stands; undefined for the side its kind prefers. */
  readonly align: string | undefined;
  readonly width: number;
}

function layoutOf(
  fill: string | undefined,
  align: string | undefined,
  zero: string | undefined,
  width: string | undefined,
): Layout {
  const filler = fill ?? (zero === undefined ? ' ' : '0');
  const size = Number(width ?? 0);
  if (size > MAX_WIDTH) throw new TtpRunError(`A format asks for ${size} columns; ${MAX_WIDTH} is the most`);
  return { fill: filler, align: align ?? (zero === undefined ? undefined : '='), width: size };
}

function signed(number: string, sign: string | undefined): string {
  return sign === undefined || sign === '-' || number.startsWith('-') ? number : sign + number;
}

function grouped(number: string, separator: string | undefined): string {
  return separator === undefined ? number : number.replace(/\B(?=(\d{3})+(?!\d))/g, separator);
}

function formatValue(value: PyValue, spec: string): string {
  if (spec === '') return str(value);
  const match = SPEC.exec(spec);
  if (match === null) throw new TtpRunError(`"${spec}" is no format of a value`);
  const [, fill, align, sign, , zero, width, separator, precision, type] = match;
  const layout = layoutOf(fill, align, zero, width);
  const digits = precision === undefined ? undefined : Number(precision);
  const number = numberText(value, type, digits);
  if (number !== null)
    return pad(signed(grouped(number, separator), sign), layout.width, layout.fill, layout.align ?? '>');
  const text = [...str(value)].slice(0, digits).join('');
  return pad(text, layout.width, layout.fill, layout.align ?? '<');
}

function itemOf(container: PyValue, key: string): PyValue | undefined {
  const index = parseInteger(key);
  if (Array.isArray(container)) return index === null ? undefined : container[Number(index)];
  if (!isDict(container)) return undefined;
  return container.get(key) ?? (index === null ? undefined : container.get(Number(index)));
}

const PART = /\.([^.[]+)|\[([^\]]+)\]/y;

function resolveField(name: string, start: PyValue): PyValue {
  let value = start;
  for (let at = 0; at < name.length;) {
    PART.lastIndex = at;
    const part = PART.exec(name);
    if (part === null) throw new TtpRunError(`"${name}" is no field of a format`);
    const [whole, attribute, item] = part;
    const next =
      attribute === undefined
        ? itemOf(value, item ?? '')
        : value instanceof PyObject
          ? value.attribute(attribute)
          : undefined;
    if (next === undefined) throw new FormatKeyError(attribute ?? item ?? '');
    value = next;
    at += whole.length;
  }
  return value;
}

const FIELD = /\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::((?:[^{}]|\{[^{}]*\})*))?\}|[{}]/g;

/** Fills Python format strings. */
class Formatter {
  private next = 0;

  constructor(
    private readonly args: readonly PyValue[],
    private readonly kwargs: ReadonlyMap<PyKey, PyValue>,
  ) {}

  format(text: string): string {
    return text.replace(FIELD, (whole, name?: string, conversion?: string, spec?: string) => {
      if (whole === '{{') return '{';
      if (whole === '}}') return '}';
      if (name === undefined) throw new TtpRunError(`The format "${text}" has a single "${whole}"`);
      const value = this.valueOf(name);
      const converted = conversion === undefined ? value : conversion === 's' ? str(value) : repr(value);
      return formatValue(converted, spec === undefined ? '' : this.format(spec));
    });
  }

  private valueOf(field: string): PyValue {
    const [, first = '', rest = ''] = /^([^.[]*)(.*)$/s.exec(field) ?? [];
    if (first === '' || /^\d+$/.test(first)) {
      const value = this.args[first === '' ? this.next++ : Number(first)];
      if (value === undefined) throw new TtpRunError(`A format names the argument "${field}", which is not there`);
      return resolveField(rest, value);
    }
    const value = this.kwargs.get(first);
    if (value === undefined) throw new FormatKeyError(first);
    return resolveField(rest, value);
  }
}

/** Python's `str.format`. Throws `FormatKeyError` where a named value is missing. */
export function formatString(text: string, args: readonly PyValue[], kwargs: ReadonlyMap<PyKey, PyValue>): string {
  return new Formatter(args, kwargs).format(text);
}
