import { escapePattern } from '../patterns.js';
import { str } from '../python-format.js';
import { functionPattern, type FunctionPattern } from '../regex-cache.js';
import { isDict, toKey, type PyDict, type PyValue } from '../values.js';

/** A text or pattern, and what replaces it. */
export class Replacement {
  private pattern: FunctionPattern | undefined;

  constructor(
    private readonly old: string,
    private readonly by: string,
    /** Whether the text is that of a template variable, which is no pattern. */
    readonly isVariable: boolean,
  ) {}

  /** Replaces the text as it stands. */
  replaceText(text: string): string {
    return text.replaceAll(this.old, () => this.by);
  }

  /** Replaces what the pattern matches. Throws `TtpRunError` where it is none. */
  replaceMatches(text: string): string {
    this.pattern ??= functionPattern(this.isVariable ? escapePattern(this.old) : this.old);
    const { regex, prefix } = this.pattern;
    return text.startsWith(prefix) ? regex.replace(text, this.by) : text;
  }
}

function listTexts(value: PyValue): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function fromDict(dict: PyDict): readonly Replacement[] {
  return [...dict].flatMap(([key, old]) => listTexts(old).map((text) => new Replacement(text, str(key), false)));
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
  const lists = (rest.length > 0 ? rest : args).map((name): readonly Replacement[] => {
    const variable = vars.get(toKey(name)) ?? null;
    if (isDict(variable)) return ofDict(variable);
    if (variable === null) return [new Replacement(str(name), by, false)];
    return listTexts(variable).map((old) => new Replacement(old, by, typeof variable === 'string'));
  });
  const [only] = lists;
  return lists.length === 1 && only !== undefined ? only : lists.flat();
}
