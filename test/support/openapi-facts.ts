/** What a document says of one thing: a type, whether it must be there, its default, its values. */
export interface ApiFact {
  readonly type: string;
  readonly isRequired?: boolean;
  readonly default?: unknown;
  readonly values?: readonly string[];
}

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

export interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

/** As much of an OpenAPI document as the comparison reads. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
}

const MAX_DEPTH = 6;

/** Takes a document apart into single facts by name, such as `POST /api/x body.command`; names of schemas do not count. */
class FactReader {
  readonly facts = new Map<string, ApiFact>();

  constructor(private readonly document: ApiDocument) {}

  read(): Map<string, ApiFact> {
    for (const [path, operations] of Object.entries(this.document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        this.readOperation(`${method.toUpperCase()} ${path}`, operation);
      }
    }
    for (const scheme of Object.values(this.document.components.securitySchemes ?? {})) {
      const { type, in: place, name, scheme: kind } = scheme;
      this.facts.set(`security ${[type, place, name, kind].filter(Boolean).join(' ')}`, { type: 'scheme' });
    }
    return this.facts;
  }

  private readOperation(name: string, { parameters = [], requestBody, responses }: Operation): void {
    this.facts.set(name, { type: 'operation' });
    for (const parameter of parameters) {
      const isRequired = parameter.required ?? false;
      this.readSchema(`${name} ${parameter.in} ${parameter.name}`, parameter.schema ?? {}, isRequired);
    }
    this.readContent(`${name} body`, requestBody);
    this.readContent(`${name} 200`, responses['200']);
  }

  private readContent(name: string, content: Content | undefined): void {
    const schema = content?.content?.['application/json']?.schema;
    if (schema !== undefined) this.readSchema(name, schema, true);
  }

  private readSchema(name: string, given: Schema, isRequired: boolean, depth = 0): void {
    const schema = this.plain(given);
    const fact = { ...factOf(schema), isRequired };
    if (fact.type !== 'anything') this.facts.set(name, fact);
    if (depth === MAX_DEPTH) return;
    for (const [key, child] of Object.entries(schema.properties ?? {})) {
      this.readSchema(`${name}.${key}`, child, schema.required?.includes(key) ?? false, depth + 1);
    }
    if (schema.items !== undefined) this.readSchema(`${name}[]`, schema.items, true, depth + 1);
    if (typeof schema.additionalProperties === 'object') {
      this.readSchema(`${name}.*`, schema.additionalProperties, true, depth + 1);
    }
    alternatives(schema).forEach((child, index) => this.readSchema(`${name}|${index}`, child, true, depth + 1));
  }

  /** A schema without references, single-member compositions and the ways to say that it may be null. */
  private plain(schema: Schema): Schema {
    if (schema.$ref !== undefined) return this.plain(this.named(schema.$ref));
    const [only, ...others] = schema.allOf ?? schema.anyOf?.filter(isNotNull) ?? [];
    if (only === undefined || others.length > 0) return schema;
    return { ...this.plain(only), ...('default' in schema ? { default: schema.default } : {}) };
  }

  private named(reference: string): Schema {
    const name = reference.split('/').at(-1) ?? '';
    const schema = this.document.components.schemas[name];
    if (schema === undefined) throw new Error(`the document has no schema ${reference}`);
    return schema;
  }
}

function isNotNull({ type }: Schema): boolean {
  return type !== 'null';
}

function alternatives(schema: Schema): readonly Schema[] {
  return [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(isNotNull);
}

function typeOf(schema: Schema): string {
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  const named = types.filter((type) => type !== 'null');
  if (named.length > 0) return named.join(' or ');
  return alternatives(schema).length > 0 ? 'one of several' : 'anything';
}

function factOf(schema: Schema): ApiFact {
  const values = schema.enum?.filter((value) => value !== null).map(String);
  return {
    type: typeOf(schema),
    ...(schema.default === undefined || schema.default === null ? {} : { default: schema.default }),
    ...(values === undefined ? {} : { values: values.sort() }),
  };
}

/** Every fact of an OpenAPI document, by its name. That a value may be null is left out: 3.0 and 3.1 say it differently. */
export function factsOf(document: ApiDocument): Map<string, ApiFact> {
  return new FactReader(document).read();
}
