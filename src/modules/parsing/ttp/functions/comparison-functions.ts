import { str } from '../python-format.js';
import { FormatKeyError, formatString } from '../string-format.js';
import { TtpRunError, TtpUnsupportedError } from '../ttp.errors.js';
import { firstValue, isDict, isTruthy, toKey, type PyDict, type PyValue } from '../values.js';
import { deepDiff } from './deep-diff.js';
import type { OutputContext, OutputFunction } from './output-function.js';
import { schemaErrors } from './schema-validation.js';

function resultsOfInput(data: PyValue, name: PyValue, { positionsOf }: OutputContext): PyValue[] {
  const positions = positionsOf(str(name));
  if (positions === undefined || !Array.isArray(data))
    throw new TtpRunError(`deepdiff finds no results of the input "${str(name)}"`);
  return positions.map((position) => data[position] ?? null);
}

interface Sources {
  readonly input: PyValue | undefined;
  readonly template: PyValue | undefined;
  readonly variable: PyValue | undefined;
}

function dataBefore(data: PyValue, { input, template, variable }: Sources, context: OutputContext): PyValue {
  if (isTruthy(input)) return resultsOfInput(data, input ?? null, context);
  const found = isTruthy(template)
    ? context.resultsOf(str(template ?? null))
    : context.vars.get(toKey(variable ?? null));
  if (found === undefined) throw new TtpRunError('deepdiff finds nothing to compare with');
  return found;
}

function compare(data: PyValue, args: readonly PyValue[], context: OutputContext): PyValue {
  const [input, inputAfter, template, mode, addField, variable, ignoresOrder, verbosity] = args;
  if (isTruthy(ignoresOrder)) throw new TtpUnsupportedError('deepdiff with "ignore_order" is not available');
  const before = dataBefore(data, { input, template, variable }, context);
  const after = isTruthy(inputAfter) ? resultsOfInput(data, inputAfter ?? null, context) : data;
  const isVerbose = Number(verbosity) > 1;
  let result: PyValue;
  if (mode === 'iterate' && Array.isArray(after) && Array.isArray(before)) {
    result = after.map((item) => deepDiff(before[0] ?? null, item, isVerbose));
  } else {
    result = deepDiff(before, after, isVerbose);
  }
  if (!isTruthy(addField)) return result;
  const field = new Map([[toKey(addField ?? null), result]]);
  return Array.isArray(data) ? [...data, field] : isDict(data) ? new Map([...data, ...field]) : data;
}

function describe(info: string, document: PyDict, { textVars, globals }: OutputContext): string {
  try {
    return formatString(info, [], new Map([...globals, ...textVars, ...document]));
  } catch (error) {
    if (error instanceof FormatKeyError) return info;
    throw error;
  }
}

function addFields(report: PyDict, names: string, document: PyDict, { vars, globals }: OutputContext): void {
  for (const name of names.split(',').map((item) => item.trim())) {
    const value = firstValue(name, document, vars, globals);
    if (value !== undefined) report.set(name, value);
  }
}

function validateOne(data: PyValue, args: readonly PyValue[], context: OutputContext): PyValue {
  const [schema = null, result = null, fields = null, info = null, errorsName = null, unknown] = args;
  const rules = context.vars.get(toKey(schema));
  const document = isDict(data) ? (data.get('_anonymous_') ?? data) : data;
  if (!isDict(rules) || !isDict(document)) return data;
  const errors = schemaErrors(document, rules, isTruthy(unknown));
  const report: PyDict = new Map([[toKey(result), errors.size === 0]]);
  if (isTruthy(info)) report.set('info', describe(str(info), document, context));
  if (isTruthy(errorsName)) report.set(toKey(errorsName), errors);
  addFields(report, str(fields), document, context);
  return report;
}

function validate(data: PyValue, args: readonly PyValue[], context: OutputContext): PyValue {
  return Array.isArray(data) ? data.map((item) => validateOne(item, args, context)) : validateOne(data, args, context);
}

/** Functions that check or compare results. */
export const COMPARISON_FUNCTIONS: readonly (readonly [string, OutputFunction])[] = [
  [
    'deepdiff',
    {
      parameters: {
        names: [
          'input_before',
          'input_after',
          'template_before',
          'mode',
          'add_field',
          'var_before',
          'ignore_order',
          'verbose_level',
        ],
        defaults: {
          ...{ input_before: null, input_after: null, template_before: null, mode: 'bulk', add_field: false },
          ...{ var_before: null, ignore_order: false, verbose_level: 1 },
        },
      },
      run: compare,
    },
  ],
  [
    'validate',
    {
      parameters: {
        names: ['schema', 'result', 'add_fields', 'info', 'errors', 'allow_unknown'],
        defaults: { result: 'valid', add_fields: '', info: '', errors: '', allow_unknown: true },
      },
      run: validate,
    },
  ],
];
