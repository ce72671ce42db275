import { regexCases } from '../../src/conformance/regex-cases.js';
import { byId, expectConformance } from '../support/conformance.js';
import { describeWithVectors, sharedFile } from '../support/vectors.js';

const HANDWRITTEN = 'vectors/regex/handwritten.public.jsonl.gz';
const NTC_RULES = 'vectors/regex/ntc_rules.public.jsonl.gz';

describeWithVectors([HANDWRITTEN], 'handwritten Python patterns', () => {
  it.each(byId(regexCases(sharedFile(HANDWRITTEN))))('gives what Python gives for %s', (_, vector) =>
    expectConformance(vector),
  );
});

describeWithVectors([NTC_RULES], 'rules of the public templates', () => {
  const cases = regexCases(sharedFile(NTC_RULES));

  it(`match what Python matches, with all groups and with named ones only (${cases.length} cases)`, () => {
    for (const vector of cases) expectConformance(vector);
  });
});
