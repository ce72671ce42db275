import { IsIn, Max, Min } from 'class-validator';
import { SecondsBetween } from '../seconds-between.decorator.js';
import { Setting } from '../setting.decorator.js';
import { choice, duration, integer, path, text } from '../setting-types.js';

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
    key: 'tls_cert',
    type: path,
    roles: ['controller'],
    description:
      'Certificate of the API in PEM, with the chain; then it is served over HTTPS alone. Read again when it changes.',
  })
  readonly tlsCertFile?: string;

  @Setting({
    key: 'tls_key',
    type: path,
    roles: ['controller'],
    description: 'Private key of the certificate in PEM, without a passphrase.',
  })
  readonly tlsKeyFile?: string;

  @Setting({
    key: 'tls_min_version',
    type: choice(),
    roles: ['controller'],
    description: 'Oldest version of TLS that is spoken.',
  })
  @IsIn(['1.2', '1.3'])
  readonly tlsMinVersion: '1.2' | '1.3' = '1.2';

  @Setting({
    key: 'max_wait',
    type: duration,
    roles: ['controller'],
    description: 'Longest time a request with `wait=true` is held; after it the job is answered as it stands.',
  })
  @SecondsBetween(0.1, 86400)
  readonly maxWaitMs: number = 600_000;
}
