import { str } from '../python-format.js';
import { isDict, toKey, type PyDict, type PyValue } from '../values.js';

/** A text or pattern, and what replaces it. */
export interface Replacement {
  readonly old: string;
  readonly by: string;
  /** Whether the text is that of a template variable, which is no pattern. */
  readonly isVariable: boolean;
}

function listTexts(value: PyValue): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function fromDict(dict: PyDict): readonly Replacement[] {
  return [...dict].flatMap(([key, old]) =>
    listTexts(old).map((text) => ({ old: text, by: str(key), isVariable: false })),
  );
}

/** Dictionaries are long, of the same use for every match, and never changed. */
const known = new WeakMap<PyDict, readonly Replacement[]>();

function ofDict(dict: PyDict): readonly Replacement[] {
  const found = known.get(dict) ?? fromDict(dict);
  known.set(dict, found);
  return found;
}

/**
 * The replacements that the arguments of `replaceall` and `resuball` ask for: the first argument, if there are several, replaces
 * the others. A variable may stand for a list of texts, or for a dictionary of texts by what replaces them.
 */
export function replacements(args: readonly PyValue[], vars: PyDict): readonly Replacement[] {
  const [first, ...rest] = args;
  const by = rest.length > 0 ? str(first ?? null) : '';
  return (rest.length > 0 ? rest : args).flatMap((name): readonly Replacement[] => {
    const variable = vars.get(toKey(name)) ?? null;
    if (isDict(variable)) return ofDict(variable);
    if (variable === null) return [{ old: str(name), by, isVariable: false }];
    return listTexts(variable).map((old) => ({ old, by, isVariable: typeof variable === 'string' }));
  });
}
