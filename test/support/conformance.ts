import type { VectorCase } from '../../src/conformance/vector.types.js';

/** Runs a vector; it has to give what it says, or to be refused where `mayBeRefused`. */
export function expectConformance(vector: VectorCase, mayBeRefused = false): void {
  const outcome = vector.run();
  if ('refused' in outcome) expect({ refused: mayBeRefused, reason: outcome.refused }).toMatchObject({ refused: true });
  else expect(outcome.actual).toEqual(outcome.expected);
}

/** Cases by their names, as `it.each` takes them. */
export function byId(cases: readonly VectorCase[]): [string, VectorCase][] {
  return cases.map((vector) => [vector.id, vector]);
}
