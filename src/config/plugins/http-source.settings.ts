import { Max, Min } from 'class-validator';
import { SecondsBetween } from '../seconds-between.decorator.js';
import { Setting } from '../setting.decorator.js';
import { duration, flag, integer, path } from '../setting-types.js';

/** What every inventory that is asked over HTTP has. */
export abstract class HttpSourceSettings {
  @Setting({
    key: 'verify_ssl',
    type: flag,
    roles: ['controller'],
    description: 'Whether the certificate of the server is checked; `false` is for tests.',
  })
  readonly verifySsl: boolean = true;

  @Setting({
    key: 'ca_file',
    type: path,
    roles: ['controller'],
    description:
      'PEM file with the authorities that may sign the certificate of the server; without it those of Node.js.',
  })
  readonly caFile?: string;

  @Setting({
    key: 'timeout',
    type: duration,
    roles: ['controller'],
    description: 'Longest time one request to the source may take.',
  })
  @SecondsBetween(0.1, 600)
  readonly timeoutMs: number = 30_000;

  @Setting({
    key: 'page_size',
    type: integer,
    roles: ['controller'],
    description: 'Devices asked for in one request.',
  })
  @Min(1)
  @Max(10_000)
  readonly pageSize: number = 500;
}
