import { TomError } from '../../common/tom-error.js';

/** No template is known for this platform and command, or none of this name. */
export class TemplateNotFoundError extends TomError {
  readonly kind = 'not_found';
  override readonly title = 'Template Not Found';
}

/** A template that was asked for, or is to be stored, cannot be compiled. */
export class TemplateInvalidError extends TomError {
  readonly kind = 'validation';
  override readonly title = 'Template Invalid';

  constructor(
    template: string,
    source: string,
    /** What is wrong with it, as the compiler says. */
    readonly reason: string,
    cause?: unknown,
  ) {
    super(`Template "${template}" of source "${source}" is not valid: ${reason}`, {
      details: { template, source, reason },
      cause,
    });
  }
}

/** A request names a source of templates that does not exist. */
export class UnknownTemplateSourceError extends TomError {
  readonly kind = 'bad_request';
}

/** A template cannot be stored as asked: its name, platform, command or host name will not do. */
export class TemplateRequestError extends TomError {
  readonly kind = 'bad_request';
}

/** A template of this name is there already and was not to be overwritten. */
export class TemplateExistsError extends TomError {
  readonly kind = 'conflict';
}

/** The directory of templates cannot be read or written. */
export class TemplateStorageError extends TomError {
  readonly kind = 'unavailable';
}

/** A template pack cannot be installed; what was installed before is untouched. */
export class PackInstallError extends TomError {
  readonly kind = 'bad_request';
}

/** A template does not fit the output it was given. */
export class ParseFailedError extends TomError {
  readonly kind = 'validation';
  override readonly stage = 'parse';
  override readonly title = 'Parsing Failed';
}

/** A template took too long with an output. */
export class ParseTimeoutError extends TomError {
  readonly kind = 'validation';
  override readonly stage = 'parse';
  override readonly title = 'Parsing Failed';
}

/** Other outputs kept all parsing threads busy for too long. */
export class ParserBusyError extends TomError {
  readonly kind = 'unavailable';
  override readonly stage = 'parse';
  override readonly title = 'Parser Busy';
  override readonly retryAfterSeconds = 10;
}

/** An output is too long to be parsed. */
export class OutputTooLongError extends TomError {
  readonly kind = 'validation';
  override readonly stage = 'parse';
  override readonly title = 'Parsing Failed';
}

/** The parser that was asked for is not there. */
export class ParserUnavailableError extends TomError {
  readonly kind = 'bad_request';
}
