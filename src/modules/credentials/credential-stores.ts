import { AwsCredentialsSettings } from '../../config/plugins/aws-credentials.settings.js';
import { FilesCredentialsSettings } from '../../config/plugins/files-credentials.settings.js';
import { VaultCredentialsSettings } from '../../config/plugins/vault-credentials.settings.js';
import { YamlCredentialsSettings } from '../../config/plugins/yaml-credentials.settings.js';
import type { Settings } from '../../config/settings.js';
import { unknownStoreFault } from '../../config/source-names.js';
import type { CredentialProvider } from './credential-provider.port.js';
import type { LoadedPlugins } from '../plugins/loaded-plugins.js';
import { settingsClassOf } from '../../plugin-api/plugin-setting.js';
import { CredentialStoreError } from './credentials.errors.js';

/** Makes a store from its settings, `plugin_<name>_<setting>`. */
type CredentialStoreFactory = (settings: Settings) => Promise<CredentialProvider>;

/** The stores that Tom itself brings, by their names. Each is loaded only where it is in use. */
const CREDENTIAL_STORES: Readonly<Record<string, CredentialStoreFactory>> = {
  vault: async (settings) => {
    const { VaultCredentialProvider } = await import('./adapters/vault.credential-provider.js');
    const own = settings.plugin('vault', VaultCredentialsSettings);
    return cached(new VaultCredentialProvider(own), own.cacheTtlMs);
  },
  aws_secrets_manager: async (settings) => {
    const { AwsCredentialProvider } = await import('./adapters/aws.credential-provider.js');
    const own = settings.plugin('aws_secrets_manager', AwsCredentialsSettings);
    return cached(new AwsCredentialProvider(own), own.cacheTtlMs);
  },
  files: async (settings) => {
    const { FilesCredentialProvider } = await import('./adapters/files.credential-provider.js');
    return new FilesCredentialProvider(settings.plugin('files', FilesCredentialsSettings).directory);
  },
  env: async (settings) => {
    const { EnvCredentialProvider } = await import('./adapters/env.credential-provider.js');
    return new EnvCredentialProvider(settings.credentialVariables());
  },
  yaml: async (settings) => {
    const { YamlCredentialProvider } = await import('./adapters/yaml.credential-provider.js');
    return new YamlCredentialProvider({
      path: settings.plugin('yaml', YamlCredentialsSettings).credentialFile,
      environment: settings.credentials.environment ?? (settings.redis.isConfigured ? 'unknown' : 'development'),
    });
  },
};

async function cached(store: CredentialProvider, ttlMs: number): Promise<CredentialProvider> {
  const { CachedCredentialProvider } = await import('./adapters/cached.credential-provider.js');
  return new CachedCredentialProvider(store, ttlMs);
}

/** The store that the settings name, not yet started. @throws CredentialStoreError for one that nothing brings */
export async function openStore(settings: Settings, plugins: LoadedPlugins): Promise<CredentialProvider> {
  const { plugin: name } = settings.credentials;
  const make = Object.hasOwn(CREDENTIAL_STORES, name) ? CREDENTIAL_STORES[name] : undefined;
  if (make !== undefined) return make(settings);
  const own = plugins.credentials.get(name);
  if (own !== undefined) return own.create(settings.plugin(name, settingsClassOf(own.settings, 'worker')));
  const known = [...Object.keys(CREDENTIAL_STORES), ...plugins.credentials.keys()];
  throw new CredentialStoreError(unknownStoreFault(name, known));
}
