import { Spectral, type RulesetDefinition } from '@stoplight/spectral-core';
import { oas } from '@stoplight/spectral-rulesets';
import { EmbeddedTom } from '../support/embedded-tom.js';

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly description?: string;
  }[];
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly schema?: { readonly $ref: string }; readonly examples?: unknown }>
    >;
  };
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: object }>>;
}

interface Document {
  readonly components: {
    readonly schemas: Readonly<Record<string, { readonly properties?: Readonly<Record<string, object>> }>>;
  };
  readonly security?: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const PUBLIC = ['GET /health', 'GET /ready', 'GET /api/metrics'];

/** Whether there is an example anywhere in a schema, in those that it names as well. */
function holdsExample(value: unknown, document: Document, seen: readonly string[] = []): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('example' in value || 'examples' in value) return true;
  if ('$ref' in value && typeof value.$ref === 'string') {
    const name = value.$ref.split('/').at(-1) ?? '';
    return !seen.includes(name) && holdsExample(document.components.schemas[name], document, [...seen, name]);
  }
  return Object.values(value).some((part) => holdsExample(part, document, seen));
}

describe('OpenAPI document', () => {
  let tom: EmbeddedTom;
  let document: Document;
  let operations: readonly (readonly [string, Operation])[];

  beforeAll(async () => {
    tom = await EmbeddedTom.start({ devices: {}, credentials: {} });
    document = (await tom.client.get('/openapi.json')).json as unknown as Document;
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
    );
  });

  afterAll(() => tom.stop());

  function without(what: (operation: Operation, name: string) => boolean): string[] {
    return operations.filter(([name, operation]) => !what(operation, name)).map(([name]) => name);
  }

  it('passes the rules of Spectral for OpenAPI', async () => {
    const spectral = new Spectral();
    // The root of the contract has a slash at its end, and whom to ask is for those to say who run it.
    const rules = { 'path-keys-no-trailing-slash': 'off', 'info-contact': 'off' } as const;
    spectral.setRuleset({ extends: [oas as RulesetDefinition], rules });
    const found = await spectral.run(JSON.stringify(document));
    expect(found.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`)).toEqual([]);
  });

  it('gives every operation a summary, a description and an answer with content', () => {
    expect(without(({ summary }) => summary !== undefined && summary !== '')).toEqual([]);
    expect(without(({ description }) => description !== undefined && description !== '')).toEqual([]);
    expect(without(({ responses }) => responses['200']?.content !== undefined)).toEqual([]);
  });

  it('describes every answer and every parameter', () => {
    expect(without(({ responses }) => Object.values(responses).every(({ description }) => description))).toEqual([]);
    expect(without(({ parameters = [] }) => parameters.every(({ description }) => description))).toEqual([]);
  });

  it('gives every request body an example', () => {
    const hasExample = ({ requestBody }: Operation): boolean => {
      const { schema, examples } = requestBody?.content['application/json'] ?? { examples: {} };
      const named = document.components.schemas[schema?.$ref.split('/').at(-1) ?? ''];
      return examples !== undefined || Object.values(named?.properties ?? {}).some((field) => 'example' in field);
    };
    expect(without(hasExample)).toEqual([]);
  });

  it('gives every answer an example, of its own or of its fields', () => {
    const bare = operations.flatMap(([name, { responses }]) =>
      Object.entries(responses).flatMap(([status, { content = {} }]) =>
        Object.values(content).some((media) => holdsExample(media, document)) ? [] : [`${name} ${status}`],
      ),
    );
    expect(bare).toEqual([]);
  });

  it('says of every operation what it needs, and how it fails', () => {
    expect(document.security).not.toEqual([]);
    const isOpen = (operation: Operation): boolean => operation.security?.length === 0;
    expect(operations.filter(([, operation]) => isOpen(operation)).map(([name]) => name)).toEqual(
      expect.arrayContaining(PUBLIC),
    );
    const refuses = ({ responses }: Operation): boolean => '401' in responses && '403' in responses;
    expect(without((operation) => isOpen(operation) || refuses(operation))).toEqual([]);
  });
});
