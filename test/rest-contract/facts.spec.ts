import { readFileSync } from 'node:fs';
import { EmbeddedTom } from '../support/embedded-tom.js';
import { factsOf, type ApiDocument, type ApiFact } from '../support/openapi-facts.js';
import { describeWithVectors, sharedFile } from '../support/vectors.js';
import { CONTRACT, notInContract } from './contract-text.js';
import { ON_PURPOSE } from './differences.js';

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

/** What ours says otherwise than the contract: `name: theirs -> ours`. */
function differences(theirs: Facts, ours: Facts): string[] {
  const changed = [...theirs].map(([name, fact]) => [name, describeFact(fact), describeFact(ours.get(name))] as const);
  const demanded = [...ours]
    .filter(([name, fact]) => fact.isRequired === true && / (body\.|query )/.test(name) && !theirs.has(name))
    .filter(([name]) => theirs.has(name.split(' ').slice(0, 2).join(' ')))
    .map(([name, fact]) => [name, 'nothing', describeFact(fact)] as const);
  return [...changed, ...demanded]
    .filter(([, their, our]) => their !== our)
    .map(([name, their, our]) => `${name}: ${their} -> ${our}`);
}

describeWithVectors([FACTS_FILE, CONTRACT], 'REST contract', () => {
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

  it('lists itself what differs on purpose', () => {
    expect(notInContract(ON_PURPOSE.map(({ because }) => because))).toEqual([]);
  });
});
