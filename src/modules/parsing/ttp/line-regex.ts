import { BLANK_RUN, LINE_END } from './line-shape.js';
import { str } from './python-format.js';
import type { VariableDraft } from './variable-draft.js';

function replaceFirst(text: string, part: string, replacement: string): string {
  return text.replace(part, () => replacement);
}

/** Ends the pattern where a variable stands. */
function cutAt(pattern: string, variable: string): string {
  const index = pattern.indexOf(variable);
  if (index === -1) return pattern;
  const before = pattern.slice(0, index);
  return (before.endsWith(BLANK_RUN) ? before.slice(0, -BLANK_RUN.length) : before) + LINE_END;
}

function placeIgnored(pattern: string, variable: string, draft: VariableDraft): string {
  const { args } = draft.head;
  if (args.length === 0) return replaceFirst(pattern, variable, '\\S+');
  const [word] = args;
  return args.length > 1 ? pattern : replaceFirst(pattern, variable, `(?:${draft.resolvePattern(str(word ?? null))})`);
}

function placeVariable(pattern: string, draft: VariableDraft): string {
  const variable = `{{${draft.source}}}`;
  if (draft.groupName === 'ignore') return placeIgnored(pattern, variable, draft);
  const isCut = ['_start_', '_end_'].includes(draft.groupName) || draft.functions.some(({ name }) => name === 'set');
  const rest = isCut ? cutAt(pattern, variable) : pattern;
  return replaceFirst(rest, variable, `(?P<${draft.groupName}>(?:${draft.pattern}))`);
}

/** The regular expression, in Python's syntax, of a template line: its pattern with the variables put in. */
export function lineRegex(pattern: string, drafts: readonly VariableDraft[]): string {
  return drafts.reduce(placeVariable, pattern);
}
