import { TomError } from '../../../common/tom-error.js';

/** A TextFSM template is not valid; the message names the line and is worded as the reference does. */
export class TextFsmTemplateError extends TomError {
  readonly kind = 'validation';
}

/** Where a template gave up on its input. */
export interface StateErrorPlace {
  /** Line of the rule in the template, from 1. */
  readonly ruleLine: number;
  /** Name of the state the rule belongs to. */
  readonly state: string;
  /** Line of the input, from 1, and its text. */
  readonly inputLineNumber: number;
  readonly inputLine: string;
}

/** The input reached a rule with the action `Error`: it is not what the template was written for. */
export class TextFsmStateError extends TomError {
  readonly kind = 'validation';
  override readonly stage = 'parse';

  constructor(
    message: string,
    readonly place: StateErrorPlace,
  ) {
    super(message, { details: { ...place } });
  }
}

/** A `List` value with groups of its own took no part in the match of its rule; the reference crashes on it. */
export class TextFsmNestedListError extends TomError {
  readonly kind = 'validation';
  override readonly stage = 'parse';
}

/** The input gave more rows than the caller allows. */
export class TextFsmRowLimitError extends TomError {
  readonly kind = 'validation';
  override readonly stage = 'parse';
}

/** A template index is not valid. */
export class TemplateIndexError extends TomError {
  readonly kind = 'validation';
}

/** No row of the template index fits the attributes. */
export class NoIndexRowError extends TomError {
  readonly kind = 'not_found';
}

/** Tables of several templates cannot be joined, or a table has no such column. */
export class TextTableError extends TomError {
  readonly kind = 'validation';
}
