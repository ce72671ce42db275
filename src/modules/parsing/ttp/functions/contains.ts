import { typeName } from '../python-format.js';
import { TtpRunError } from '../ttp.errors.js';
import { isEqual, toKey, type PyValue } from '../values.js';

/** Python's `item in container`. */
export function contains(container: PyValue, item: PyValue): boolean {
  if (typeof container === 'string') {
    if (typeof item !== 'string') throw new TtpRunError(`A text cannot contain ${typeName(item)}`);
    return container.includes(item);
  }
  if (Array.isArray(container)) return container.some((element) => isEqual(element, item));
  if (container instanceof Map) return container.has(toKey(item));
  throw new TtpRunError(`${typeName(container)} cannot contain anything`);
}
