import type { Call } from '../../src/modules/parsing/ttp/attributes.js';
import type { Group, LineRule } from '../../src/modules/parsing/ttp/group.js';
import { toPlain } from '../../src/modules/parsing/ttp/plain-values.js';
import { TtpMacroError, TtpUnsupportedError } from '../../src/modules/parsing/ttp/ttp.errors.js';
import { TTP_VECTOR_FILES, TtpReplay, ttpVectorPath, type TtpVector } from '../support/ttp-vectors.js';
import { describeWithVectors, readVectors } from '../support/vectors.js';

interface CompiledRule {
  readonly regex: string;
  readonly action: string;
  readonly is_line: boolean;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface CompiledGroup {
  readonly name: string;
  readonly path: readonly string[];
  readonly id: readonly [string, number];
  readonly defaults: unknown;
  readonly functions: unknown;
  readonly has_start_re_default: boolean;
  readonly start_re: readonly CompiledRule[];
  readonly re: readonly CompiledRule[];
  readonly end_re: readonly CompiledRule[];
  readonly children: readonly CompiledGroup[];
}

interface CompiledVector {
  readonly id: string;
  readonly templates: readonly { readonly template: string; readonly groups: readonly CompiledGroup[] }[];
}

function describeCall({ name, args, kwargs }: Call): unknown {
  return { name, args: args.map((value) => toPlain(value)), kwargs: toPlain(new Map(kwargs)) };
}

function describeRule({ source, action, isLine, variables }: LineRule): unknown {
  const entries = [...variables].map(([key, { name, functions }]) => [
    key,
    { name, functions: functions.map(describeCall) },
  ]);
  return { regex: source, action, is_line: isLine, variables: Object.fromEntries(entries) as unknown };
}

function describeGroup(group: Group): unknown {
  return {
    name: group.name,
    path: group.path,
    id: [group.idName, group.index],
    defaults: toPlain(group.defaults),
    functions: group.functions.map(describeCall),
    has_start_re_default: group.hasStartDefault,
    start_re: group.startRules.map(describeRule),
    re: group.normalRules.map(describeRule),
    end_re: group.endRules.map(describeRule),
    children: group.children.map(describeGroup),
  };
}

function expectedGroup(group: CompiledGroup): unknown {
  const { name, path, id, defaults, functions, has_start_re_default, start_re, re, end_re } = group;
  const children = group.children.map(expectedGroup);
  return { name, path, id, defaults, functions, has_start_re_default, start_re, re, end_re, children };
}

describeWithVectors(
  TTP_VECTOR_FILES.flatMap((name) => [ttpVectorPath(name), ttpVectorPath(`${name}.compiled`)]),
  'compiled TTP templates',
  () => {
    describe.each(TTP_VECTOR_FILES)('%s', (file) => {
      const vectors = new Map(readVectors<TtpVector>(ttpVectorPath(file)).map((vector) => [vector.id, vector]));
      it.each(
        readVectors<CompiledVector>(ttpVectorPath(`${file}.compiled`)).map((compiled) => [compiled.id, compiled]),
      )('%s is compiled as by the reference', (id, { templates }) => {
        const vector = vectors.get(id);
        if (vector === undefined) throw new Error(`there is no case ${String(id)}`);
        let parts;
        try {
          parts = new TtpReplay(vector, { skipOutputMacros: true }).compiled();
        } catch (error) {
          expect([TtpMacroError, TtpUnsupportedError].some((kind) => error instanceof kind)).toBe(true);
          expect(vector.tier).not.toBe('core');
          return;
        }
        expect(parts.map(({ name, groups }) => ({ name, groups: groups.map(describeGroup) }))).toEqual(
          templates.map(({ template, groups }) => ({ name: template, groups: groups.map(expectedGroup) })),
        );
      });
    });
  },
);
