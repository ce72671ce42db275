import { REJECTED } from '../function-binding.js';
import type { GroupContext } from '../group-context.js';
import { isDict, isTruthy, toKey, type PyDict, type PyValue } from '../values.js';
import { str } from '../python-format.js';
import { recordOf, type GroupFunction, type GroupFunctions } from './group-function.js';
import { formatRecord } from './record-functions.js';
import { schemaErrors } from './schema-validation.js';

function errorsOf(
  record: PyDict,
  schema: PyValue | undefined,
  unknown: PyValue | undefined,
  context: GroupContext,
): PyDict | null {
  const rules = context.vars.get(toKey(schema ?? null));
  if (isDict(rules) && rules.size > 0) return schemaErrors(record, rules, isTruthy(unknown));
  context.warn(`The schema "${str(schema ?? null)}" is no template variable; nothing is validated`);
  return null;
}

function filter(record: PyValue, args: readonly PyValue[], context: GroupContext): PyValue | typeof REJECTED {
  const [schema, , unknown, addErrors] = args;
  const dict = recordOf(record);
  const errors = errorsOf(dict, schema, unknown, context);
  if (errors === null || errors.size === 0) return record;
  if (!isTruthy(addErrors)) return REJECTED;
  dict.set('validation_errors', errors);
  return record;
}

function validate(record: PyValue, args: readonly PyValue[], context: GroupContext): PyValue {
  const [schema, result = 'valid', info, errorsName, unknown] = args;
  const dict = recordOf(record);
  const errors = errorsOf(dict, schema, unknown, context);
  if (errors === null) return record;
  dict.set(toKey(result), errors.size === 0);
  if (isTruthy(info)) dict.set('info', formatRecord(str(info ?? ''), dict, context) ?? str(info ?? ''));
  if (isTruthy(errorsName)) dict.set(toKey(errorsName ?? null), errors);
  return record;
}

/** Functions that check a record against a schema. */
export const VALIDATION_FUNCTIONS: GroupFunctions = new Map<string, GroupFunction>([
  [
    'cerberus',
    {
      parameters: {
        names: ['schema', 'log_errors', 'allow_unknown', 'add_errors'],
        defaults: { log_errors: false, allow_unknown: true, add_errors: false },
      },
      run: filter,
    },
  ],
  [
    'validate',
    {
      parameters: {
        names: ['schema', 'result', 'info', 'errors', 'allow_unknown'],
        defaults: { result: 'valid', info: '', errors: '', allow_unknown: true },
      },
      run: validate,
    },
  ],
]);
