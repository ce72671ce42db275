import { IsIn, IsOptional } from 'class-validator';
import { Setting } from '../setting.decorator.js';
import { choice, path } from '../setting-types.js';

/** `production` refuses what is fit for development only. */
export type Environment = 'development' | 'production';

/** Where log-ins come from. */
export class CredentialsSettings {
  @Setting({
    key: 'credential_plugin',
    type: choice(),
    roles: ['worker'],
    description:
      'Credential store in use: `vault`, `aws_secrets_manager`, `files`, `env`, `yaml`, or one of a plugin. Its own settings are ' +
      '`plugin_<name>_<setting>`. See `docs/credentials.md`.',
    defaultText: '`vault`; `yaml` when embedded and no `plugin_vault_url` is set',
  })
  readonly plugin: string = 'vault';

  @Setting({
    key: 'environment',
    type: choice(),
    roles: ['worker'],
    description:
      'Kind of installation: `production` refuses a credential file that every user of the machine can read; not set, a worker with Redis warns of it.',
    defaultText: 'not set',
  })
  @IsOptional()
  @IsIn(['development', 'production'])
  readonly environment?: Environment;

  @Setting({
    key: 'inline_credential_key_file',
    type: path,
    roles: ['worker'],
    description:
      'JSON Web Key file with the private X25519 key that opens passwords given in requests, or a set of keys, the newest first; the same on every worker.',
  })
  readonly inlineCredentialKeyFile?: string;
}
