import { TextFsmCases, type TextFsmCase } from '../../src/conformance/textfsm-case.js';
import { runTextFsmRule } from '../../src/conformance/textfsm-outcome.js';
import type { TextFsmVector } from '../../src/conformance/textfsm-vector.types.js';
import { describeWithVectors, readVectorFile, readVectors } from '../support/vectors.js';

for (const [file, name] of [
  ['vectors/textfsm/unit.public.jsonl.gz', "the reference's own tests"],
  ['vectors/textfsm/extra.public.jsonl.gz', 'single rules of the language'],
] as const) {
  describeWithVectors([file], `TextFSM: ${name}`, () => {
    it.each(readVectors<TextFsmVector>(file).map((vector) => [vector.id, vector] as const))(
      'behaves as in %s',
      (_id, vector) => {
        const { actual, expected } = runTextFsmRule(vector);
        expect(actual).toEqual(expected);
      },
    );
  });
}

const CASES = 'vectors/textfsm/cases.public.jsonl.gz';
const TEMPLATES = 'vectors/textfsm/templates.public.json.gz';

describeWithVectors([CASES, TEMPLATES], 'TextFSM: the public template library', () => {
  const vectors = readVectors<TextFsmCase>(CASES);

  it(`parses every recorded output (${vectors.length} cases)`, () => {
    const cases = new TextFsmCases(readVectorFile<Record<string, string>>(TEMPLATES));
    const wrong = vectors.filter((vector) => {
      const { actual, expected } = cases.run(vector);
      return JSON.stringify(actual) !== JSON.stringify(expected);
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});
