import type { ClassConstructor } from 'class-transformer';

const INPUT_FIELDS = Symbol('tom:input-fields');

/** Gives what a field is taken for. `value` is what the request says of it; `input` is the whole of it. */
export type ReadField = (value: unknown, input: object) => unknown;

interface FieldReader {
  readonly name: string;
  readonly read: ReadField;
}

const asGiven: ReadField = (value) => value;

function readersOf(prototype: object): readonly FieldReader[] {
  return (Reflect.getMetadata(INPUT_FIELDS, prototype) ?? []) as readonly FieldReader[];
}

/** A field of a request, of which everything else is left out; those of a base class go before. */
export function InputField(read: ReadField = asGiven): PropertyDecorator {
  return (target, key) => {
    Reflect.defineMetadata(INPUT_FIELDS, [...readersOf(target), { name: String(key), read }], target);
  };
}

/** The fields of `type` as the input gives them, unchecked. */
export function readFields<T extends object>(type: ClassConstructor<T>, input: object): T {
  const given = input as Readonly<Record<string, unknown>>;
  const value = new type();
  const fields = value as Record<string, unknown>;
  for (const { name, read } of readersOf(type.prototype as object)) {
    fields[name] = read(Object.hasOwn(given, name) ? given[name] : undefined, input);
  }
  return value;
}
