import { Max, Min } from 'class-validator';
import { SecondsBetween } from '../seconds-between.decorator.js';
import { Setting } from '../setting.decorator.js';
import { duration, integer, text } from '../setting-types.js';

/** Address of the HTTP API and its limits. */
export class ServerSettings {
  @Setting({
    key: 'host',
    type: text,
    roles: ['controller'],
    description:
      'Address the API listens at. Without authentication it stays on the loopback unless this names another.',
    defaultText: '127.0.0.1 with `auth_mode: none`, else 0.0.0.0',
  })
  readonly host: string = '127.0.0.1';

  @Setting({
    key: 'port',
    type: integer,
    roles: ['controller'],
    description: 'TCP port of the API; 0 takes a free one.',
  })
  @Min(0)
  @Max(65535)
  readonly port: number = 8000;

  @Setting({
    key: 'max_wait',
    type: duration,
    roles: ['controller'],
    description: 'Longest time a request with `wait=true` is held; after it the job is answered as it stands.',
  })
  @SecondsBetween(0.1, 86400)
  readonly maxWaitMs: number = 600_000;
}
