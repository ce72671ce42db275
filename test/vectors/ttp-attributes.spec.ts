import { parseAttributes } from '../../src/modules/parsing/ttp/attributes.js';
import { toPlain } from '../../src/modules/parsing/ttp/plain-values.js';
import { describeWithVectors, readVectors } from '../support/vectors.js';

interface AttributeVector {
  readonly line: string;
  readonly result?: unknown;
  readonly error?: string;
}

const FILE = 'vectors/ttp/get_attributes.public.jsonl.gz';

function plainAttributes(line: string): unknown {
  return parseAttributes(line).map(({ name, args, kwargs }) => ({
    args: args.map((value) => toPlain(value)),
    kwargs: toPlain(new Map(kwargs)),
    name,
  }));
}

describeWithVectors([FILE], 'TTP attribute strings', () => {
  it.each(readVectors<AttributeVector>(FILE).map((vector, index) => [index, vector] as const))(
    'splits string %i as the reference does',
    (_, { line, result, error }) => {
      if (error === undefined) expect(plainAttributes(line)).toEqual(result);
      else expect(() => parseAttributes(line)).toThrow();
    },
  );
});
