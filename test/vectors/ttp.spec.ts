import { TtpMacroError, TtpUnsupportedError } from '../../src/modules/parsing/ttp/ttp.errors.js';
import { TTP_VECTOR_FILES, TtpReplay, ttpVectorPath, type TtpVector } from '../support/ttp-vectors.js';
import { describeWithVectors, readVectors } from '../support/vectors.js';

/** Libraries of Python without a counterpart here; a template that needs one is refused. */
const FOREIGN_LIBRARIES = ['lib:jinja2', 'lib:openpyxl', 'lib:yangson'];

/** What a text cannot ask of this parser: parsing in several processes. */
const WITHOUT_COUNTERPART = ['test_coverage_ttp_core.py::test_parse_one_and_multi_raises#1'];

function byText(results: unknown): string[] {
  return (results as unknown[]).map((result) => JSON.stringify(sortKeys(result))).sort();
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]): [string, unknown] => [key, sortKeys(item)])
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}

function needsFunction({ needs }: TtpVector): boolean {
  return needs.includes('python:add_function');
}

function usesMacros({ needs }: TtpVector): boolean {
  return needs.includes('python:macro');
}

function isForeign({ needs }: TtpVector): boolean {
  return needs.some((need) => FOREIGN_LIBRARIES.includes(need));
}

/** The recorded results before outputs, in the structure the vector asks for. */
function resultsBeforeOutputs({ pre_output: before = [], result_kwargs: { structure } }: TtpVector): unknown {
  const results = before.map((part) => part.results);
  if (structure === 'flat_list') return results.flat(2);
  return structure === 'dictionary' ? Object.fromEntries(before.map((part) => [part.template, part.results])) : results;
}

function expectResult(vector: TtpVector): void {
  const result = new TtpReplay(vector).run();
  if (vector.flags.includes('order_nondeterministic')) expect(byText(result)).toEqual(byText(vector.result));
  else expect(result).toEqual(vector.result);
}

function expectRefusal(vector: TtpVector): void {
  const run = (): unknown => new TtpReplay(vector).run();
  expect(run).toThrow(isForeign(vector) ? TtpUnsupportedError : TtpMacroError);
}

describeWithVectors(TTP_VECTOR_FILES.map(ttpVectorPath), 'TTP', () => {
  describe.each(TTP_VECTOR_FILES)('%s', (file) => {
    const vectors = readVectors<TtpVector>(ttpVectorPath(file)).filter(({ id }) => !WITHOUT_COUNTERPART.includes(id));
    const named = (wanted: (vector: TtpVector) => boolean): [string, TtpVector][] => {
      return vectors.filter(wanted).map((vector) => [vector.id, vector]);
    };
    const isPlain = (vector: TtpVector): boolean => !usesMacros(vector) && !needsFunction(vector) && !isForeign(vector);

    it.each(named((vector) => isPlain(vector) && vector.kind !== 'error'))(
      '%s gives the recorded result',
      (_, vector) => {
        expectResult(vector);
      },
    );

    const faults = named(({ kind }) => kind === 'error');
    if (faults.length > 0) {
      it.each(faults)('%s is refused', (_, vector) => {
        expect(() => new TtpReplay(vector).run()).toThrow();
      });
    }

    const foreign = named((vector) => isForeign(vector) || (usesMacros(vector) && !needsFunction(vector)));
    if (foreign.length > 0) {
      it.each(foreign)('%s names what it would need', (_, vector) => {
        expectRefusal(vector);
      });
    }

    const isOutputOnly = ({ macro_used_in: used = [] }: TtpVector): boolean => {
      return used.length > 0 && used.every((place) => place === 'output');
    };
    const outputs = named((vector) => isOutputOnly(vector) && !isForeign(vector) && !needsFunction(vector));
    if (outputs.length > 0) {
      it.each(outputs)('%s gives what is there before its output macro', (_, vector) => {
        const result = new TtpReplay(vector, { skipOutputMacros: true }).run();
        expect(result).toEqual(vector.pre_output === undefined ? vector.result : resultsBeforeOutputs(vector));
      });
    }
  });
});
