/** As much of JSON Schema as the schemas of the tests use. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function objectFaults(object: Readonly<Record<string, unknown>>, schema: JsonSchema, path: string): string[] {
  const missing = (schema.required ?? []).filter((key) => !(key in object)).map((key) => `${path}.${key} is missing`);
  const nested = Object.entries(schema.properties ?? {}).flatMap(([key, of]) =>
    key in object ? schemaFaults(object[key], of, `${path}.${key}`) : [],
  );
  return [...missing, ...nested];
}

/** What about a value does not follow a schema, a line each. */
export function schemaFaults(value: unknown, schema: JsonSchema, path = '$'): string[] {
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const type = typeOf(value);
  if (types.length > 0 && !types.includes(type)) return [`${path} is ${type}, not ${types.join(' or ')}`];
  const { items } = schema;
  if (Array.isArray(value)) {
    return items === undefined ? [] : value.flatMap((item, at) => schemaFaults(item, items, `${path}[${at}]`));
  }
  return type === 'object' ? objectFaults(value as Readonly<Record<string, unknown>>, schema, path) : [];
}
