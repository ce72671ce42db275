import { ttpResultCase } from '../../src/conformance/ttp-result-case.js';
import type { TtpVector } from '../../src/conformance/ttp-vector.types.js';
import { expectConformance } from '../support/conformance.js';
import { TTP_VECTOR_FILES, ttpVectorPath } from '../support/ttp-vectors.js';
import { describeWithVectors, readVectors } from '../support/vectors.js';

/** Libraries of Python without a counterpart here; a template that needs one is refused. */
const FOREIGN_LIBRARIES = ['lib:jinja2', 'lib:openpyxl', 'lib:yangson'];

function mayBeRefused({ tier, needs }: TtpVector): boolean {
  return tier === 'python' || needs.some((need) => FOREIGN_LIBRARIES.includes(need));
}

describeWithVectors(TTP_VECTOR_FILES.map(ttpVectorPath), 'TTP', () => {
  describe.each(TTP_VECTOR_FILES)('%s', (file) => {
    const vectors = readVectors<TtpVector>(ttpVectorPath(file));
    it.each(vectors.map((vector) => [vector.id, vector] as const))(
      '%s gives the recorded result, or says what it would need',
      (_, vector) => expectConformance(ttpResultCase(vector), mayBeRefused(vector)),
    );
  });
});
