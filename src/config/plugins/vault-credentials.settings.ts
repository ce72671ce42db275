import { IsDefined, IsIn, Matches, ValidateIf } from 'class-validator';
import type { Secret } from '../../common/secret.js';
import { SecondsBetween } from '../seconds-between.decorator.js';
import { Setting } from '../setting.decorator.js';
import { duration, flag, integer, path, secretText, text } from '../setting-types.js';
import { IsHttpUrl } from './is-http-url.decorator.js';

/** Versions of the key-value engine. */
export type KvVersion = 1 | 2;

/** Slashes at both ends do no harm. */
const PATH = /^\/*[^\s/]+(\/[^\s/]+)*\/*$/;
const PATH_FAULT = { message: '$property must be a path such as "network/devices"' };

/** Log-ins from HashiCorp Vault, `credential_plugin: vault`. */
export class VaultCredentialsSettings {
  @Setting({
    key: 'url',
    type: text,
    roles: ['worker'],
    description: 'Address of Vault, `https://vault.example.com:8200`.',
  })
  @IsDefined()
  @IsHttpUrl('https://vault.example.com:8200')
  readonly url!: string;

  @Setting({
    key: 'token',
    type: secretText,
    roles: ['worker'],
    description: 'Token; Tom renews it where it can be renewed. In its place: `role_id` and `secret_id`.',
  })
  @ValidateIf(({ roleId }: VaultCredentialsSettings) => roleId === undefined)
  @IsDefined()
  readonly token?: Secret;

  @Setting({
    key: 'role_id',
    type: secretText,
    roles: ['worker'],
    description: 'Role id of AppRole; Tom logs in with it and `secret_id`, and again when the token ends.',
  })
  readonly roleId?: Secret;

  @Setting({ key: 'secret_id', type: secretText, roles: ['worker'], description: 'Secret id of AppRole.' })
  @ValidateIf(({ roleId }: VaultCredentialsSettings) => roleId !== undefined)
  @IsDefined()
  readonly secretId?: Secret;

  @Setting({
    key: 'approle_mount',
    type: text,
    roles: ['worker'],
    description: 'Where AppRole is mounted in Vault.',
  })
  @Matches(PATH, PATH_FAULT)
  readonly approleMount: string = 'approle';

  @Setting({
    key: 'namespace',
    type: text,
    roles: ['worker'],
    description: 'Namespace (Vault Enterprise, OpenBao).',
  })
  readonly namespace?: string;

  @Setting({ key: 'mount', type: text, roles: ['worker'], description: 'Where the key-value engine is mounted.' })
  @Matches(PATH, PATH_FAULT)
  readonly mount: string = 'secret';

  @Setting({
    key: 'kv_version',
    type: integer,
    roles: ['worker'],
    description: 'Version of the key-value engine.',
  })
  @IsIn([1, 2])
  readonly kvVersion: KvVersion = 2;

  @Setting({
    key: 'credential_path_prefix',
    type: text,
    roles: ['worker'],
    description: 'Folder of the credentials: they are read at `<mount>/data/<prefix>/<id>`.',
  })
  @Matches(PATH, PATH_FAULT)
  readonly credentialPathPrefix: string = 'credentials';

  @Setting({
    key: 'verify_ssl',
    type: flag,
    roles: ['worker'],
    description: "Whether Vault's certificate is checked.",
  })
  readonly verifySsl: boolean = true;

  @Setting({
    key: 'ca_file',
    type: path,
    roles: ['worker'],
    description: "PEM file with the authorities that may sign Vault's certificate; without it those of Node.js.",
  })
  readonly caFile?: string;

  @Setting({
    key: 'timeout',
    type: duration,
    roles: ['worker'],
    description: 'Longest time for one answer of Vault; a question is asked up to three times.',
  })
  @SecondsBetween(0.1, 60)
  readonly timeoutMs: number = 5_000;

  @Setting({
    key: 'cache_ttl',
    type: duration,
    roles: ['worker'],
    description:
      'How long a worker keeps a credential in memory, also for when Vault is away; one that a device refuses is fetched anew. 0: not at all.',
  })
  @SecondsBetween(0, 86_400)
  readonly cacheTtlMs: number = 300_000;
}
