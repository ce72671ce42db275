import { Injectable, type PipeTransform } from '@nestjs/common';
import { choiceFault } from '../../../common/http/fields.js';
import { RequestValidationError, type FieldFault } from '../../../common/http/http.errors.js';
import type { InputPlace } from '../../../common/http/validate-input.js';
import { LoadedPlugins } from '../../plugins/loaded-plugins.js';
import { OWN_PARSERS } from '../parser-name.js';

/** A request that may name a parser, and one for each of its commands. */
interface ParserRequest {
  readonly parser?: string | null;
  readonly commands?: readonly ParserRequest[];
}

type Location = readonly (string | number)[];

/** Refuses a request that names a parser which neither Tom nor a plugin has. */
abstract class KnownParserPipe implements PipeTransform<ParserRequest, ParserRequest> {
  protected abstract readonly place: InputPlace;
  private readonly names: readonly string[];

  constructor({ parsers }: LoadedPlugins) {
    this.names = [...OWN_PARSERS, ...parsers.keys()];
  }

  transform(request: ParserRequest): ParserRequest {
    const faults = this.faultsOf(request, [this.place]);
    if (faults.length > 0) throw new RequestValidationError(faults);
    return request;
  }

  private faultsOf({ parser = null, commands = [] }: ParserRequest, loc: Location): FieldFault[] {
    const below = commands.flatMap((command, index) => this.faultsOf(command, [...loc, 'commands', index]));
    if (parser === null || this.names.includes(parser)) return below;
    const { message: msg, context } = choiceFault(this.names);
    return [{ ...context, loc: [...loc, 'parser'], msg, input: parser }, ...below];
  }
}

@Injectable()
export class ParserInBody extends KnownParserPipe {
  protected readonly place = 'body';

  constructor(plugins: LoadedPlugins) {
    super(plugins);
  }
}

@Injectable()
export class ParserInQuery extends KnownParserPipe {
  protected readonly place = 'query';

  constructor(plugins: LoadedPlugins) {
    super(plugins);
  }
}
