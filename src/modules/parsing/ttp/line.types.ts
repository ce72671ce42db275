import type { Call } from './attributes.js';
import type { MatchStep } from './match-context.js';

/** What becomes of the values a line matches. */
export type LineAction = 'start' | 'startempty' | 'add' | 'join' | 'end';

/** A variable of a template line. */
export interface LineVariable {
  /** The name results carry. */
  readonly name: string;
  /** The name of its group in the regular expression. */
  readonly groupName: string;
  /** The functions as written; `steps` is what they do. */
  readonly functions: readonly Call[];
  readonly steps: readonly MatchStep[];
  /** Text to join several matches with; null without `joinmatches`. */
  readonly joinText: string | null;
}
