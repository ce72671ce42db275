import { IsIn } from 'class-validator';
import { BOTH_ROLES } from '../role.js';
import { Setting } from '../setting.decorator.js';
import { choice } from '../setting-types.js';

/** Least severity that is logged; `silent` logs nothing. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** `auto`: `pretty` on a terminal, else `json`. */
export type LogFormat = 'auto' | 'json' | 'pretty';

/** What is logged and how. */
export class LogSettings {
  @Setting({
    key: 'log_level',
    type: choice({ warning: 'warn', critical: 'fatal' }),
    roles: BOTH_ROLES,
    description: 'Least severity that is logged. `warning` is taken as `warn`, `critical` as `fatal`.',
  })
  @IsIn(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
  readonly level: LogLevel = 'info';

  @Setting({
    key: 'log_format',
    type: choice(),
    roles: BOTH_ROLES,
    description: 'Form of a log line; `auto` is `pretty` on a terminal and `json` elsewhere.',
  })
  @IsIn(['auto', 'json', 'pretty'])
  readonly format: LogFormat = 'auto';
}
