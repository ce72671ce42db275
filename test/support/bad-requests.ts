import * as fc from 'fast-check';
import type { ApiDocument, Operation, Schema } from './openapi-facts.js';
import type { RawRequest } from './raw-http.js';

const LONG = 100_000;
const DEEP = 5_000;

/** Values that are of no use in any field. */
const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 1,
  '',
  ' ',
  '\u0000',
  '\u{1F4A9}'.repeat(50),
  '\ud800',
  '../../etc/passwd',
  "'; DROP TABLE jobs; --",
  '${jndi:ldap://x}',
  '(a+)+$',
  '[',
  'x'.repeat(LONG),
  [],
  [[]],
  [null],
  {},
  { $ref: '#' },
  { constructor: { prototype: { polluted: true } } },
  { toString: 'x', valueOf: 'y', hasOwnProperty: 'z', length: -1 },
];

/** Bodies that are no JSON, or that no parser should follow. */
const ODD_BODIES: readonly (string | Buffer)[] = [
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '1e999',
  '{"__proto__": {"polluted": true}}',
  '{"constructor": {"prototype": {"polluted": true}}}',
  `{"command": ${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`,
  `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`,
  `{"command": "${'x'.repeat(2_000_000)}"}`,
  '{"command": "a", "command": {}}',
  Buffer.from([0xff, 0xfe, 0x00, 0x7b]),
];

const ODD_TYPES = ['application/json', 'text/plain', 'application/xml', 'multipart/form-data', 'x', ''];

const ODD_NAMES = [
  'nope',
  '%00',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '..',
  '%ff',
  '%',
  '__proto__',
  'constructor',
  '%F0%9F%92%A9',
  'x'.repeat(1_000),
  'x'.repeat(5_000),
  '%20',
  'a%0d%0aSet-Cookie:%20b',
];

interface Named extends Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

function operationsOf(document: ApiDocument): Named[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      ...operation,
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
    })),
  );
}

const oddValue = fc.oneof(fc.constantFrom(...ODD_VALUES), fc.jsonValue({ maxDepth: 4 }));
const oddText = fc.oneof(fc.constantFrom(...ODD_NAMES), fc.string().map(encodeURIComponent));

function fieldsOf(document: ApiDocument, operation: Operation): readonly string[] {
  const schema = operation.requestBody?.content?.['application/json']?.schema;
  const named: Schema | undefined = document.components.schemas[schema?.$ref?.split('/').at(-1) ?? ''] ?? schema;
  return Object.keys(named?.properties ?? {});
}

/** A body with every field there or not, each with a value that is of no use. */
function oddBody(fields: readonly string[]): fc.Arbitrary<string | Buffer> {
  const entries = Object.fromEntries(fields.map((field) => [field, oddValue]));
  const objects = fc.record(entries, { requiredKeys: [] }).map((body) => JSON.stringify(body));
  return fc.oneof({ weight: 4, arbitrary: objects }, { weight: 1, arbitrary: fc.constantFrom(...ODD_BODIES) });
}

function requestFor(document: ApiDocument, operation: Named): fc.Arbitrary<RawRequest> {
  const { method, parameters = [], path } = operation;
  const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const pairs = fc.array(fc.tuple(fc.constantFrom('nope', '__proto__', 'a[b]', ...query), oddText), { maxLength: 4 });
  const fields = fieldsOf(document, operation);
  return fc
    .record({
      names: fc.array(oddText, { minLength: 2, maxLength: 2 }),
      pairs,
      body: method === 'POST' ? oddBody(fields) : fc.constant(undefined),
      type: fc.oneof({ weight: 6, arbitrary: fc.constant('application/json') }, fc.constantFrom(...ODD_TYPES)),
    })
    .map(({ names, pairs: given, body, type }) => {
      const filled = path.replaceAll(/\{[^}]+\}/g, () => names.shift() ?? 'nope');
      const search = given.map(([key, value]) => `${key}=${value}`).join('&');
      const asked = { method, path: search === '' ? filled : `${filled}?${search}` };
      return body === undefined ? asked : { ...asked, headers: { 'content-type': type }, body };
    });
}

/** Requests that make no sense, for every operation of an API in turn. */
export function badRequests(document: ApiDocument): fc.Arbitrary<RawRequest> {
  return fc.oneof(...operationsOf(document).map((operation) => requestFor(document, operation)));
}
