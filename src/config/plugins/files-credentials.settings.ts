import { Setting } from '../setting.decorator.js';
import { path } from '../setting-types.js';

/** Log-ins from a directory, `credential_plugin: files`: secrets as Docker and Kubernetes mount them. */
export class FilesCredentialsSettings {
  @Setting({
    key: 'directory',
    type: path,
    roles: ['worker'],
    description:
      'Directory with one entry a log-in, named after its id: a folder with a file a field, or one file with all fields as YAML or JSON.',
  })
  readonly directory: string = '/run/secrets/tom';
}
