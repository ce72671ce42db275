import { ttpAttributeCase, type AttributeVector } from './ttp-attribute-case.js';
import { ttpCompiledCase, type CompiledVector } from './ttp-compiled-case.js';
import { ttpResultCase } from './ttp-result-case.js';
import type { TtpVector } from './ttp-vector.types.js';
import { readRecords } from './vector-file.js';
import type { VectorCase } from './vector.types.js';

/** A use of the reference as a file has it: what is empty may be left out. */
type ResultRecord = Pick<TtpVector, 'id'> & Partial<TtpVector>;

/** What a vector has where it says nothing. */
const EMPTY_VECTOR: Omit<TtpVector, 'id' | 'simple'> = {
  kind: 'result',
  tier: 'core',
  needs: [],
  flags: [],
  templates: [],
  inputs: [],
  vars: {},
  lookups: [],
  files: {},
  result_kwargs: {},
};

type Vector = ResultRecord | AttributeVector | CompiledVector;

function isAttributes(vector: Vector): vector is AttributeVector {
  return 'line' in vector;
}

function isResult(vector: ResultRecord | CompiledVector): vector is ResultRecord {
  return ['kind', 'inputs', 'calls', 'result'].some((field) => field in vector);
}

function completed(vector: ResultRecord): TtpVector {
  return { ...EMPTY_VECTOR, simple: vector.calls === undefined, ...vector };
}

/**
 * The cases of a file of results, attribute strings or compiled templates. What a compiled template was compiled from is in
 * another file of vectors, by default the one with the same name without `.compiled`.
 */
export function ttpCases(file: string, templatesFile: string | undefined): VectorCase[] {
  let vectors: Map<string, TtpVector> | undefined;
  const vectorOf = (id: string): TtpVector | undefined => {
    vectors ??= new Map(
      readRecords<ResultRecord>(templatesFile ?? file.replace('.compiled', '')).map((vector) => [
        vector.id,
        completed(vector),
      ]),
    );
    return vectors.get(id);
  };
  return readRecords<Vector>(file).map((vector, index) => {
    if (isAttributes(vector)) return ttpAttributeCase(vector, index);
    return isResult(vector) ? ttpResultCase(completed(vector)) : ttpCompiledCase(vector, vectorOf(vector.id));
  });
}
