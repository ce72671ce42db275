import { TomError } from '../tom-error.js';

/** One fault of a request, in the shape clients of the API know. */
export interface FieldFault {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input?: unknown;
  /** What the sentence was made of: the values that are allowed, the reason why a text is no JSON. */
  readonly ctx?: Readonly<Record<string, string>>;
}

/** The request's body or query does not validate; answered with the list of faults. */
export class RequestValidationError extends TomError {
  readonly kind = 'validation';

  constructor(readonly faults: readonly FieldFault[]) {
    super('the request does not validate');
  }
}

/** A body is of a kind that is not read. */
export class MediaTypeError extends TomError {
  readonly kind = 'media_type';
}

/** The address that the API is to be at cannot be opened. */
export class ListenError extends TomError {
  readonly kind = 'settings';
}
