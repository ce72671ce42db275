import { Setting } from '../setting.decorator.js';
import { path } from '../setting-types.js';

/** Log-ins from a YAML file, `credential_plugin: yaml`; meant for development. */
export class YamlCredentialsSettings {
  @Setting({
    key: 'credential_file',
    type: path,
    roles: ['worker'],
    description: 'File with the log-ins: id → username, password or key; see devices.md.',
  })
  readonly credentialFile: string = 'inventory/creds.yml';
}
