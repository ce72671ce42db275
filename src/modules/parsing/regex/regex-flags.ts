import type { CaseFold } from './regex-ast.js';

/** Flags of Python's `re` that can be given for a whole pattern or turned on and off within it. */
export interface RegexFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
  readonly ascii: boolean;
}

export const NO_FLAGS: RegexFlags = {
  ignoreCase: false,
  multiline: false,
  dotAll: false,
  verbose: false,
  ascii: false,
};

const FLAG_NAMES: Readonly<Partial<Record<string, keyof RegexFlags>>> = {
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  x: 'verbose',
  a: 'ascii',
};

/** Letters that may stand in `(?…)`. `u` is Python's default, `L` is for bytes, `t` is a leftover of old versions. */
export function isFlagLetter(letter: string): boolean {
  return letter !== '' && 'aiLmstux'.includes(letter);
}

/** The flags with the letters of `added` turned on and those of `removed` turned off. */
export function changeFlags(flags: RegexFlags, added: string, removed = ''): RegexFlags {
  const changed: Record<keyof RegexFlags, boolean> = { ...flags };
  if (added.includes('u')) {
    changed.ascii = false;
  }
  for (const [letters, value] of [
    [added, true],
    [removed, false],
  ] as const) {
    for (const letter of letters) {
      const name = FLAG_NAMES[letter];
      if (name !== undefined) {
        changed[name] = value;
      }
    }
  }
  return changed;
}

/** How characters are compared under these flags. */
export function caseFold(flags: RegexFlags): CaseFold {
  if (!flags.ignoreCase) {
    return 'none';
  }
  return flags.ascii ? 'ascii' : 'unicode';
}
