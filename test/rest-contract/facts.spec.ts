import { readFileSync } from 'node:fs';
import { EmbeddedTom } from '../support/embedded-tom.js';
import { factsOf, type ApiDocument, type ApiFact } from '../support/openapi-facts.js';
import { describeWithVectors, sharedFile } from '../support/vectors.js';
import { NOT_SERVED_YET, ON_PURPOSE } from './differences.js';

const FACTS_FILE = 'contract/openapi.facts.json';

type Facts = ReadonlyMap<string, ApiFact>;

function describeFact(fact: ApiFact | undefined): string {
  if (fact === undefined) return 'nothing';
  const { type, isRequired, default: usual, values } = fact;
  const words = [isRequired === undefined ? '' : isRequired ? 'required' : 'optional', type];
  if (values !== undefined) words.push(`of ${values.join(', ')}`);
  if (usual !== undefined) words.push(`default ${JSON.stringify(usual)}`);
  return words.filter((word) => word !== '').join(' ');
}

function isPending(name: string): boolean {
  return NOT_SERVED_YET.some((operation) => name === operation || name.startsWith(`${operation} `));
}

/** What ours says otherwise than the contract: `name: theirs -> ours`. */
function differences(theirs: Facts, ours: Facts): string[] {
  const changed = [...theirs].map(([name, fact]) => [name, describeFact(fact), describeFact(ours.get(name))] as const);
  const demanded = [...ours]
    .filter(([name, fact]) => fact.isRequired === true && / (body\.|query )/.test(name) && !theirs.has(name))
    .filter(([name]) => theirs.has(name.split(' ').slice(0, 2).join(' ')))
    .map(([name, fact]) => [name, 'nothing', describeFact(fact)] as const);
  return [...changed, ...demanded]
    .filter(([name, their, our]) => their !== our && !isPending(name))
    .map(([name, their, our]) => `${name}: ${their} -> ${our}`);
}

describeWithVectors([FACTS_FILE], 'REST contract', () => {
  let tom: EmbeddedTom;
  let theirs: Facts;
  let ours: Facts;

  beforeAll(async () => {
    theirs = factsOf(JSON.parse(readFileSync(sharedFile(FACTS_FILE), 'utf8')) as ApiDocument);
    tom = await EmbeddedTom.start({ devices: {}, credentials: {} });
    ours = factsOf((await tom.client.get('/openapi.json')).json as unknown as ApiDocument);
  });

  afterAll(() => tom.stop());

  it('is served with all its operations, fields, types, defaults and values, but for differences on purpose', () => {
    expect(differences(theirs, ours).sort()).toEqual(ON_PURPOSE.map(({ difference }) => difference).sort());
  });

  it('has nothing among what is not served yet that is served', () => {
    expect(NOT_SERVED_YET.filter((operation) => ours.has(operation))).toEqual([]);
  });
});
