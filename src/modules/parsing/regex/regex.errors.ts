import { TomError } from '../../../common/tom-error.js';

/** Where and why a pattern was refused. */
export interface PatternFault {
  /** The whole pattern, in Python's syntax. */
  readonly pattern: string;
  /** What is wrong, in the words of Python's `re` module where Python refuses the pattern as well. */
  readonly reason: string;
  /** Offset in code points, or null where the fault belongs to the pattern as a whole. */
  readonly position: number | null;
}

/** Base of the errors raised while a Python pattern (or a replacement text) is compiled. */
export abstract class PatternError extends TomError {
  readonly kind = 'validation';
  readonly reason: string;
  readonly position: number | null;

  constructor(readonly fault: PatternFault) {
    const { pattern, reason, position } = fault;
    const place = position === null ? '' : ` at position ${position}`;
    super(`Pattern "${pattern}" is not usable: ${reason}${place}`, { details: { ...fault } });
    this.reason = reason;
    this.position = position;
  }

  /** The text of Python's own exception, e.g. `nothing to repeat at position 1`. */
  get pythonMessage(): string {
    return this.position === null ? this.reason : `${this.reason} at position ${this.position}`;
  }
}

/** The pattern is no valid Python regular expression; Python refuses it too. */
export class PatternSyntaxError extends PatternError {}

/** Python accepts the pattern, but its meaning cannot be kept here, so it is refused rather than changed. */
export class PatternUnsupportedError extends PatternError {}
