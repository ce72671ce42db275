import { IsIn, Max, Min, ValidateBy } from 'class-validator';
import { Secret } from '../../common/secret.js';
import { BOTH_ROLES } from '../role.js';
import { Setting } from '../setting.decorator.js';
import { choice, flag, integer, path, secretText, text, textList } from '../setting-types.js';

/** How far the certificate of the Redis server is checked. */
export type CertificateRequirement = 'none' | 'optional' | 'required';

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function isRedisUrl(value: unknown): boolean {
  if (!(value instanceof Secret) || !URL.canParse(value.reveal())) return false;
  const { protocol, pathname, username, password } = new URL(value.reveal());
  const hasDatabaseAlone = /^\/?\d*$/.test(pathname);
  return ['redis:', 'rediss:'].includes(protocol) && hasDatabaseAlone && isDecodable(`${username}${password}`);
}

const IsRedisUrl = (): PropertyDecorator =>
  ValidateBy({
    name: 'isRedisUrl',
    validator: {
      validate: isRedisUrl,
      defaultMessage: () => '$property must look like redis://user:password@host:6379/0 (rediss:// with TLS)',
    },
  });

const NODE = /^(\[[0-9a-f:.]+\]|[^\s:[\]]+):\d{1,5}$/i;

const AreNodes = (): PropertyDecorator =>
  ValidateBy({
    name: 'areRedisNodes',
    validator: {
      validate: (value: unknown) =>
        Array.isArray(value) && value.every((node) => typeof node === 'string' && NODE.test(node)),
      defaultMessage: () => '$property must be a list of host:port',
    },
  });

/** Settings any one of which makes Tom use Redis. */
export const REDIS_ADDRESS_KEYS = ['redis_url', 'redis_host', 'redis_sentinels', 'redis_cluster'] as const;

/** Connection to Redis. Tom runs embedded, without it, when none of `REDIS_ADDRESS_KEYS` is set. */
export class RedisSettings {
  /** Whether one of `REDIS_ADDRESS_KEYS` is set anywhere. */
  readonly isConfigured: boolean = false;

  @Setting({
    key: 'redis_url',
    type: secretText,
    roles: BOTH_ROLES,
    description:
      'Whole address, `redis://user:password@host:6379/0`, `rediss://` with TLS. Its parts win over the other Redis settings.',
  })
  @IsRedisUrl()
  readonly url?: Secret;

  @Setting({
    key: 'redis_sentinels',
    type: textList,
    roles: BOTH_ROLES,
    description:
      'Sentinels that know the master, `host:port` each, in place of `redis_host`; Tom follows the master when it changes.',
  })
  @AreNodes()
  readonly sentinels: readonly string[] = [];

  @Setting({
    key: 'redis_sentinel_master',
    type: text,
    roles: BOTH_ROLES,
    description: 'Name of the master at the sentinels.',
  })
  readonly sentinelMaster: string = 'mymaster';

  @Setting({
    key: 'redis_sentinel_password',
    type: secretText,
    roles: BOTH_ROLES,
    description: 'Password at the sentinels, where they want one.',
  })
  readonly sentinelPassword?: Secret;

  @Setting({
    key: 'redis_cluster',
    type: textList,
    roles: BOTH_ROLES,
    description: 'Nodes of a Redis Cluster to ask for the others, `host:port` each, in place of `redis_host`.',
  })
  @AreNodes()
  readonly cluster: readonly string[] = [];

  @Setting({
    key: 'redis_host',
    type: text,
    roles: BOTH_ROLES,
    description:
      'Host name or address of Redis. Without it, `redis_url`, `redis_sentinels` and `redis_cluster` Tom runs embedded, in one process.',
    defaultText: 'not set',
  })
  readonly host: string = 'localhost';

  @Setting({ key: 'redis_port', type: integer, roles: BOTH_ROLES, description: 'TCP port of Redis.' })
  @Min(1)
  @Max(65535)
  readonly port: number = 6379;

  @Setting({ key: 'redis_db', type: integer, roles: BOTH_ROLES, description: 'Number of the Redis database.' })
  @Min(0)
  readonly db: number = 0;

  @Setting({ key: 'redis_username', type: text, roles: BOTH_ROLES, description: 'User name at Redis.' })
  readonly username?: string;

  @Setting({ key: 'redis_password', type: secretText, roles: BOTH_ROLES, description: 'Password at Redis.' })
  readonly password?: Secret;

  @Setting({ key: 'redis_use_tls', type: flag, roles: BOTH_ROLES, description: 'Whether the connection uses TLS.' })
  readonly useTls: boolean = false;

  @Setting({
    key: 'redis_tls_check_hostname',
    type: flag,
    roles: BOTH_ROLES,
    description: "Whether the name in the server's certificate must be the host's.",
  })
  readonly tlsCheckHostname: boolean = false;

  @Setting({
    key: 'redis_tls_cert_reqs',
    type: choice(),
    roles: BOTH_ROLES,
    description:
      "How far the server's certificate is checked; a TLS server always shows one, so `optional` checks it too.",
  })
  @IsIn(['none', 'optional', 'required'])
  readonly tlsCertReqs: CertificateRequirement = 'required';

  @Setting({
    key: 'redis_tls_ca_certs',
    type: path,
    roles: BOTH_ROLES,
    description: 'PEM file with the authorities that may sign the server certificate; without it those of Node.js.',
  })
  readonly tlsCaCertsFile?: string;

  @Setting({
    key: 'redis_tls_certfile',
    type: path,
    roles: BOTH_ROLES,
    description: 'PEM file with the client certificate; needs `redis_tls_keyfile`.',
  })
  readonly tlsCertFile?: string;

  @Setting({
    key: 'redis_tls_keyfile',
    type: path,
    roles: BOTH_ROLES,
    description: 'PEM file with the private key of the client certificate.',
  })
  readonly tlsKeyFile?: string;
}
