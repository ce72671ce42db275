import { errorMessage } from '../common/tom-error.js';
import type { Call } from '../modules/parsing/ttp/attributes.js';
import type { Group, LineRule } from '../modules/parsing/ttp/group.js';
import { toPlain } from '../modules/parsing/ttp/plain-values.js';
import { TtpMacroError, TtpUnsupportedError } from '../modules/parsing/ttp/ttp.errors.js';
import { sortedKeys } from './sorted-keys.js';
import { TtpReplay } from './ttp-replay.js';
import type { TtpVector } from './ttp-vector.types.js';
import type { VectorCase, VectorOutcome, VectorRefusal } from './vector.types.js';

interface CompiledGroup {
  readonly children: readonly CompiledGroup[];
}

/** What the reference makes of the templates of a vector. */
export interface CompiledVector {
  readonly id: string;
  readonly templates: readonly { readonly template: string; readonly groups: readonly CompiledGroup[] }[];
}

function describeCall({ name, args, kwargs }: Call): unknown {
  return { name, args: args.map((value) => toPlain(value)), kwargs: toPlain(new Map(kwargs)) };
}

function describeRule({ source, action, isLine, variables }: LineRule): unknown {
  const entries = [...variables].map(([key, { name, functions }]): [string, unknown] => [
    key,
    { name, functions: functions.map(describeCall) },
  ]);
  return { regex: source, action, is_line: isLine, variables: Object.fromEntries(entries) };
}

function describeGroup(group: Group): object {
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

/** The fields that Tom has as well: the others follow from these. */
function withFieldsOf(fields: readonly string[], group: CompiledGroup): object {
  const own = Object.entries(group).filter(([name]) => fields.includes(name));
  return { ...Object.fromEntries(own), children: group.children.map((child) => withFieldsOf(fields, child)) };
}

const FIELDS = ['name', 'path', 'id', 'defaults', 'functions', 'has_start_re_default', 'start_re', 're', 'end_re'];

function runCompiled({ templates }: CompiledVector, vector: TtpVector): VectorOutcome | VectorRefusal {
  let parts;
  try {
    parts = new TtpReplay(vector, { skipOutputMacros: true }).compiled();
  } catch (error) {
    const isRefusal = error instanceof TtpMacroError || error instanceof TtpUnsupportedError;
    if (!isRefusal || vector.tier === 'core') throw error;
    return { refused: errorMessage(error) };
  }
  const expected = templates.map(({ template, groups }) => ({
    name: template,
    groups: groups.map((group) => withFieldsOf(FIELDS, group)),
  }));
  const actual = parts.map(({ name, groups }) => ({ name, groups: groups.map(describeGroup) }));
  return { expected: sortedKeys(expected), actual: sortedKeys(actual) };
}

/** The regular expressions of the templates of a vector. */
export function ttpCompiledCase(compiled: CompiledVector, vector: TtpVector | undefined): VectorCase {
  return {
    id: compiled.id,
    tier: vector?.tier,
    run: () => {
      if (vector === undefined) throw new Error('there is no vector of this name in the file of templates');
      return runCompiled(compiled, vector);
    },
  };
}
