import { IsIn } from 'class-validator';
import { Setting } from '../setting.decorator.js';
import { choice, path } from '../setting-types.js';

/** `production` makes the worker warn of a credential store that is fit for development only. */
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
      'Kind of installation; outside `development` the worker warns of a store that keeps passwords in clear text.',
    defaultText: 'development when embedded, else production',
  })
  @IsIn(['development', 'production'])
  readonly environment: Environment = 'development';

  @Setting({
    key: 'inline_credential_key_file',
    type: path,
    roles: ['worker'],
    description:
      'JSON Web Key file with the private X25519 key that opens passwords given in requests, or a set of keys, the newest first; the same on every worker.',
  })
  readonly inlineCredentialKeyFile?: string;
}
