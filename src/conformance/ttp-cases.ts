import { ttpAttributeCase, type AttributeVector } from './ttp-attribute-case.js';
import { ttpCompiledCase, type CompiledVector } from './ttp-compiled-case.js';
import { ttpResultCase } from './ttp-result-case.js';
import type { TtpVector } from './ttp-vector.types.js';
import { readRecords } from './vector-file.js';
import type { VectorCase } from './vector.types.js';

type Vector = TtpVector | AttributeVector | CompiledVector;

function isAttributes(vector: Vector): vector is AttributeVector {
  return 'line' in vector;
}

function isResult(vector: Vector): vector is TtpVector {
  return 'kind' in vector;
}

/**
 * The cases of a file of results, attribute strings or compiled templates. What a compiled template was compiled from is in
 * another file of vectors, by default the one with the same name without `.compiled`.
 */
export function ttpCases(file: string, templatesFile: string | undefined): VectorCase[] {
  let vectors: Map<string, TtpVector> | undefined;
  const vectorOf = (id: string): TtpVector | undefined => {
    vectors ??= new Map(
      readRecords<TtpVector>(templatesFile ?? file.replace('.compiled', '')).map((vector) => [vector.id, vector]),
    );
    return vectors.get(id);
  };
  return readRecords<Vector>(file).map((vector, index) => {
    if (isAttributes(vector)) return ttpAttributeCase(vector, index);
    return isResult(vector) ? ttpResultCase(vector) : ttpCompiledCase(vector, vectorOf(vector.id));
  });
}
