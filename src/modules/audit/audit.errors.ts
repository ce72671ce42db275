import { TomError } from '../../common/tom-error.js';

/** A filter of the audit log cannot be read. */
export class InvalidAuditFilterError extends TomError {
  readonly kind = 'validation';
}
