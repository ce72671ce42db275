import { parseInteger } from './numbers.js';
import { repr, str, typeName } from './python-format.js';
import { TtpRunError } from './ttp.errors.js';
import { PyFloat, PyObject, isDict, isInteger, type PyKey, type PyValue } from './values.js';

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

/** A format, taken apart. */
interface Spec {
  readonly fill?: string;
  readonly align?: string;
  readonly sign?: string;
  readonly alternate?: string;
  readonly zero?: string;
  readonly width: number;
  readonly separator?: string;
  readonly precision?: number;
  readonly type?: string;
}

function parseSpec(text: string): Spec {
  const match = SPEC.exec(text);
  if (match === null) throw new TtpRunError(`"${text}" is no format of a value`);
  const [, fill, align, sign, alternate, zero, width = '0', separator, precision, type] = match;
  if (Number(width) > MAX_WIDTH) throw new TtpRunError(`A format asks for ${width} columns; ${MAX_WIDTH} is the most`);
  const digits = precision === undefined ? undefined : Number(precision);
  return { fill, align, sign, alternate, zero, width: Number(width), separator, precision: digits, type };
}

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

/** A float as one without a format is written, with so many digits: there is always one after the point. */
function pointedFloat(value: number, precision: number): string {
  const text = generalFloat(value, precision);
  const [mantissa = '', power = ''] = value.toExponential(Math.max(precision, 1) - 1).split('e');
  if (/[.en]/.test(text)) return text;
  return text.replace('-', '').length < precision
    ? `${text}.0`
    : `${withoutZeros(mantissa)}e+${power.slice(1).padStart(2, '0')}`;
}

/** Python rounds what is exactly between two numbers to the even one. */
function fixedFloat(value: number, digits: number): string {
  const isTie = Number.isInteger(value * 2 ** (digits + 1)) && Math.abs((value * 10 ** digits) % 1) === 0.5;
  const scaled = Math.floor(value * 10 ** digits);
  return isTie ? ((scaled + Math.abs(scaled % 2)) / 10 ** digits).toFixed(digits) : value.toFixed(digits);
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function floatText(value: number, type: string, precision: number | undefined): string {
  switch (type) {
    case 'f':
      return fixedFloat(value, precision ?? DEFAULT_PRECISION);
    case '%':
      return `${fixedFloat(value * 100, precision ?? DEFAULT_PRECISION)}%`;
    case 'e':
      return value.toExponential(precision ?? DEFAULT_PRECISION).replace(/e([+-])(\d)$/, 'e$10$2');
    case 'g':
    case 'n':
      return generalFloat(value, precision);
    default:
      return precision === undefined ? str(new PyFloat(value)) : pointedFloat(value, precision);
  }
}

function formatFloat(value: number, type: string, precision: number | undefined): string {
  const text = floatText(value, type.toLowerCase(), precision);
  return /[EFG]/.test(type) ? text.toUpperCase() : text;
}

/** The digits of a number; undefined where Python knows no such format of it. */
function numberText(value: number | bigint | PyFloat, { type = '', precision }: Spec): string | undefined {
  const isFloatType = /^[eEfFgGn%]$/.test(type);
  if (value instanceof PyFloat)
    return type === '' || isFloatType ? formatFloat(value.value, type, precision) : undefined;
  if (isFloatType && type !== 'n') return formatFloat(Number(value), type, precision);
  return type === 's' || precision !== undefined ? undefined : formatInteger(value, type);
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

/** Puts a number's sign, the prefix of its base and its separators where they belong. */
function decorated(digits: string, { sign = '-', alternate, type = '', separator }: Spec): string {
  const isNegative = digits.startsWith('-');
  const [, whole = '', rest = ''] = /^-?(\d*)(.*)$/s.exec(digits) ?? [];
  const grouped = separator === undefined ? whole : whole.replace(/\B(?=(\d{3})+$)/g, separator);
  const prefix = alternate !== undefined && 'boxX'.includes(type || '-') ? `0${type}` : '';
  return (isNegative ? '-' : sign === '-' ? '' : sign) + prefix + grouped + rest;
}

function formatText(text: string, spec: Spec): string | undefined {
  const { fill, align, sign, alternate, zero, width, separator, precision, type = 's' } = spec;
  if (type !== 's' || align === '=' || (sign ?? alternate ?? separator) !== undefined) return undefined;
  const cut = [...text].slice(0, precision).join('');
  return pad(cut, width, fill ?? (zero === undefined ? ' ' : '0'), align ?? '<');
}

function formatNumber(value: number | bigint | PyFloat, spec: Spec): string | undefined {
  const { fill, align, zero, width } = spec;
  const digits = numberText(value, spec);
  if (digits === undefined) return undefined;
  return pad(
    decorated(digits, spec),
    width,
    fill ?? (zero === undefined ? ' ' : '0'),
    align ?? (zero === undefined ? '>' : '='),
  );
}

function formatValue(value: PyValue, text: string): string {
  if (text === '') return str(value);
  const spec = parseSpec(text);
  const plain = typeof value === 'boolean' ? Number(value) : value;
  let formatted: string | undefined;
  if (isInteger(plain) || plain instanceof PyFloat) formatted = formatNumber(plain, spec);
  else if (typeof plain === 'string' || plain instanceof PyObject) formatted = formatText(str(plain), spec);
  if (formatted === undefined) throw new TtpRunError(`"${text}" is no format of ${typeName(value)} "${str(value)}"`);
  return formatted;
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
