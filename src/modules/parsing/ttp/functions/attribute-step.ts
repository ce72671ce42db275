import type { Call } from '../attributes.js';
import { REJECTED } from '../function-binding.js';
import type { MatchStep } from '../match-context.js';
import { str, typeName } from '../python-format.js';
import { PyObject, type PyValue } from '../values.js';
import { LIST_METHODS, TEXT_METHODS, type Method } from './python-methods.js';

function methodOf(value: PyValue, name: string): Method<never> | undefined {
  if (typeof value === 'string') return TEXT_METHODS.get(name);
  return Array.isArray(value) ? LIST_METHODS.get(name) : undefined;
}

function attributeOf(value: PyValue, { name, args, kwargs }: Call): PyValue | undefined {
  if (value instanceof PyObject) return value.attribute(name);
  return methodOf(value, name)?.(value as never, [...args, ...kwargs.values()]);
}

/** Uses a name that is no function as Python does: as an attribute or method of the value. */
export function attributeStep(call: Call): MatchStep {
  return (value, { warn }) => {
    const result = attributeOf(value, call);
    if (result === undefined) {
      warn(`The function "${call.name}" is unknown and left ${typeName(value)} "${str(value)}" as it is`);
      return value;
    }
    if (typeof result !== 'boolean') return result;
    return result ? value : REJECTED;
  };
}
