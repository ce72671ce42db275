import type { ErrorTexts } from '../platform/platform-description.js';
import type { Resolution } from './command-tree.js';

export type Misunderstanding = Exclude<Resolution, { kind: 'command' }>;

/** A text of the platform and the values of its placeholders. */
export interface Complaint {
  readonly template: string;
  readonly parameters: ReadonlyMap<string, string>;
}

function template(errors: ErrorTexts, problem: Misunderstanding): string {
  if (problem.kind === 'incomplete') return errors.incomplete;
  if (problem.kind === 'ambiguous') return errors.ambiguous;
  return problem.index === 0 ? errors.invalid : (errors.invalid_argument ?? errors.invalid);
}

/**
 * What the device says about a line that it does not understand.
 * @param promptWidth columns in front of the line
 */
export function complaintAbout(
  problem: Misunderstanding,
  errors: ErrorTexts,
  line: string,
  promptWidth: number,
): Complaint {
  const trimmed = line.trim();
  const place =
    problem.kind === 'incomplete'
      ? []
      : Object.entries({
          word: problem.word,
          index: String(problem.index),
          column: String(problem.offset + 1),
          caret: `${' '.repeat(promptWidth + problem.offset)}^`,
        });
  const parameters = new Map([...place, ['line', trimmed], ['first', trimmed.split(/\s+/, 1)[0] ?? '']]);
  return { template: template(errors, problem), parameters };
}
