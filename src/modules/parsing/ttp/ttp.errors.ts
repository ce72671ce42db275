import { didYouMean } from '../../../common/nearest-names.js';
import { TomError } from '../../../common/tom-error.js';

/** Where in a template an error lies. */
export interface TemplatePlace {
  /** Line of the template, from 1; null where it is not known. */
  readonly line: number | null;
}

function located(reason: string, line: number | null): string {
  return line === null ? reason : `${reason} (template line ${line})`;
}

/** A TTP template is not valid: its XML, an attribute, an argument list, a pattern. */
export class TtpTemplateError extends TomError {
  readonly kind = 'validation';

  constructor(
    reason: string,
    readonly line: number | null = null,
    cause?: unknown,
  ) {
    super(located(reason, line), { details: { line }, cause });
  }
}

/** A template holds Python code where only literal data can be read. */
export class TtpPythonCodeError extends TtpTemplateError {}

/** A template uses a macro, or a function of its own, that nobody registered. */
export class TtpMacroError extends TtpTemplateError {
  constructor(
    /** Name of the function that has to be registered. */
    readonly functionName: string,
    line: number | null,
    /** Names of the functions that are registered. */
    registered: readonly string[],
  ) {
    super(
      `Macro "${functionName}" is Python code, which is not run; register a function named "${functionName}" in a plugin` +
        didYouMean(functionName, registered),
      line,
    );
  }
}

/** A template uses something that needs a Python library without a counterpart here. */
export class TtpUnsupportedError extends TtpTemplateError {}

/** A file that a template names (`extend`, `include`) is not among the templates. */
export class TtpFileNotFoundError extends TtpTemplateError {}

/** A function of a template failed on the data it was given. */
export class TtpRunError extends TomError {
  readonly kind = 'validation';
  override readonly stage = 'parse';
}

/** The input gave more records than the caller allows. */
export class TtpRecordLimitError extends TomError {
  readonly kind = 'validation';
  override readonly stage = 'parse';
}
