import { takes } from '../function-binding.js';
import type { MatchContext } from '../match-context.js';
import { parseInteger } from '../numbers.js';
import { escapePattern } from '../patterns.js';
import { str } from '../python-format.js';
import { cachedRegex } from '../regex-cache.js';
import { toKey, type PyValue } from '../values.js';
import { keepIf, textOf, type MatchFunction, type MatchFunctions } from './match-function.js';
import { replacements } from './replacements.js';

function search(name: string, toPattern: (pattern: string) => string, isWanted: boolean): [string, MatchFunction] {
  return [
    name,
    {
      parameters: takes('pattern'),
      run: (value, [pattern]) => {
        const regex = cachedRegex(toPattern(textOf(pattern, name)));
        return keepIf((regex.search(textOf(value, name)) !== null) === isWanted, value);
      },
    },
  ];
}

function resub(value: PyValue, [old, by, count]: readonly PyValue[], { vars }: MatchContext): PyValue {
  const variable = vars.get(toKey(old ?? null));
  const pattern = variable === undefined ? str(old ?? null) : escapePattern(textOf(variable, 'resub'));
  const limit = Number(parseInteger(count ?? 1));
  return cachedRegex(pattern).replace(textOf(value, 'resub'), str(by ?? null), limit);
}

function resubAll(value: PyValue, args: readonly PyValue[], { vars }: MatchContext): PyValue {
  let text = textOf(value, 'resuball');
  for (const replacement of replacements(args, vars)) text = replacement.replaceMatches(text);
  return text;
}

/** Functions that use a regular expression. */
export const PATTERN_FUNCTIONS: MatchFunctions = new Map<string, MatchFunction>([
  search('startswith_re', (pattern) => `^${pattern}`, true),
  search('endswith_re', (pattern) => `${pattern}$`, true),
  search('contains_re', (pattern) => pattern, true),
  search('notstartswith_re', (pattern) => `^${pattern}`, false),
  search('notendswith_re', (pattern) => `${pattern}$`, false),
  search('exclude_re', (pattern) => pattern, false),
  ['resub', { parameters: { names: ['old', 'new', 'count'], defaults: { count: 1 } }, run: resub }],
  ['resuball', { parameters: takes('*'), run: resubAll }],
]);
