import { VaultCredentialsSettings } from '../../config/plugins/vault-credentials.settings.js';
import { YamlCredentialsSettings } from '../../config/plugins/yaml-credentials.settings.js';
import type { Settings } from '../../config/settings.js';
import type { CredentialEditor } from './credential-editor.port.js';
import { CredentialStoreError } from './credentials.errors.js';

/** What writes to the store that the settings name. @throws CredentialStoreError for one that Tom only reads */
export async function openEditor(settings: Settings): Promise<CredentialEditor> {
  const { plugin } = settings.credentials;
  if (plugin === 'vault') {
    const { VaultCredentialProvider } = await import('./adapters/vault.credential-provider.js');
    return new VaultCredentialProvider(settings.plugin('vault', VaultCredentialsSettings));
  }
  if (plugin === 'yaml') {
    const { YamlCredentialEditor } = await import('./adapters/yaml.credential-editor.js');
    return new YamlCredentialEditor(settings.plugin('yaml', YamlCredentialsSettings).credentialFile);
  }
  throw new CredentialStoreError(`credential_plugin "${plugin}" is only read by Tom; write to it with its own tools`);
}
