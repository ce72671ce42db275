import { REJECTED, type FunctionDefinition } from '../function-binding.js';
import type { GroupContext } from '../group-context.js';
import { str } from '../python-format.js';
import { TtpRunError } from '../ttp.errors.js';
import { isDict, toKey, type PyDict, type PyKey, type PyValue } from '../values.js';

/** A built-in function of a group. */
export type GroupFunction = FunctionDefinition<PyValue, GroupContext, PyValue | typeof REJECTED>;

/** Built-in functions of a group by name. */
export type GroupFunctions = ReadonlyMap<string, GroupFunction>;

/** The record as a dictionary; throws where an earlier function made something else of it. */
export function recordOf(record: PyValue): PyDict {
  if (isDict(record)) return record;
  throw new TtpRunError(`A group function needs a record, not "${str(record)}"`);
}

/** A function whose arguments are names of a record's values. */
export function onNames(
  run: (record: PyDict, names: readonly PyKey[], context: GroupContext) => PyValue | typeof REJECTED,
): GroupFunction {
  return {
    parameters: { names: [], isVariadic: true },
    run: (record, args, context) => run(recordOf(record), args.map(toKey), context),
  };
}
