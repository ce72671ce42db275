import { TomError } from '../common/tom-error.js';

/** A command line cannot be understood, or lacks something; the message says what. */
export class ToolUsageError extends TomError {
  readonly kind = 'bad_request';
}
