import { ttpCases } from '../../src/conformance/ttp-cases.js';
import { byId, expectConformance } from '../support/conformance.js';
import { describeWithVectors, sharedFile } from '../support/vectors.js';

const FILE = 'vectors/ttp/get_attributes.public.jsonl.gz';

describeWithVectors([FILE], 'TTP attribute strings', () => {
  it.each(byId(ttpCases(sharedFile(FILE), undefined)))('%s is split as by the reference', (_, vector) =>
    expectConformance(vector),
  );
});
