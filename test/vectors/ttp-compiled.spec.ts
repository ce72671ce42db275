import { ttpCases } from '../../src/conformance/ttp-cases.js';
import { byId, expectConformance } from '../support/conformance.js';
import { TTP_VECTOR_FILES, ttpVectorPath } from '../support/ttp-vectors.js';
import { describeWithVectors, sharedFile } from '../support/vectors.js';

const FILES = TTP_VECTOR_FILES.map((name) => [name, ttpVectorPath(`${name}.compiled`)] as const);

describeWithVectors(
  [...FILES.map(([, path]) => path), ...TTP_VECTOR_FILES.map(ttpVectorPath)],
  'compiled TTP templates',
  () => {
    describe.each(FILES)('%s', (_file, path) => {
      it.each(byId(ttpCases(sharedFile(path), undefined)))('%s is compiled as by the reference', (_, vector) =>
        expectConformance(vector, vector.tier !== 'core'),
      );
    });
  },
);
