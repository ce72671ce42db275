import { AwsCredentialsSettings } from '../../config/plugins/aws-credentials.settings.js';
import { FilesCredentialsSettings } from '../../config/plugins/files-credentials.settings.js';
import { VaultCredentialsSettings } from '../../config/plugins/vault-credentials.settings.js';
import { YamlCredentialsSettings } from '../../config/plugins/yaml-credentials.settings.js';
import type { Settings } from '../../config/settings.js';
import { unknownStoreFault } from '../../config/source-names.js';
import { CredentialEvents } from './credential-events.js';
import type { CredentialProvider } from './credential-provider.port.js';
import type { LoadedPlugins } from '../plugins/loaded-plugins.js';
import { settingsClassOf } from '../../plugin-api/plugin-setting.js';
import { CredentialStoreError } from './credentials.errors.js';

/** Makes a store from its settings, `plugin_<name>_<setting>`. */
type CredentialStoreFactory = (settings: Settings, events: CredentialEvents) => Promise<CredentialProvider>;

/** The stores that Tom itself brings, by their names. Each is loaded only where it is in use. */
const CREDENTIAL_STORES: Readonly<Record<string, CredentialStoreFactory>> = {
  vault: async (settings, events) => {
    const { VaultCredentialProvider } = await import('./adapters/vault.credential-provider.js');
    const own = settings.plugin('vault', VaultCredentialsSettings);
    return cached(new VaultCredentialProvider(own, events), own.cacheTtlMs, events);
  },
  aws_secrets_manager: async (settings, events) => {
    const { AwsCredentialProvider } = await import('./adapters/aws.credential-provider.js');
    const own = settings.plugin('aws_secrets_manager', AwsCredentialsSettings);
    return cached(new AwsCredentialProvider(own), own.cacheTtlMs, events);
  },
  files: async (settings, events) => {
    const { FilesCredentialProvider } = await import('./adapters/files.credential-provider.js');
    return watched(new FilesCredentialProvider(settings.plugin('files', FilesCredentialsSettings).directory), events);
  },
  env: async (settings, events) => {
    const { EnvCredentialProvider } = await import('./adapters/env.credential-provider.js');
    return watched(new EnvCredentialProvider(settings.credentialVariables()), events);
  },
  yaml: async (settings, events) => {
    const { YamlCredentialProvider } = await import('./adapters/yaml.credential-provider.js');
    const options = {
      path: settings.plugin('yaml', YamlCredentialsSettings).credentialFile,
      environment: settings.credentials.environment ?? (settings.redis.isConfigured ? 'unknown' : 'development'),
    } as const;
    return watched(new YamlCredentialProvider(options), events);
  },
};

async function watched(store: CredentialProvider, events: CredentialEvents): Promise<CredentialProvider> {
  const { WatchedCredentialProvider } = await import('./adapters/watched.credential-provider.js');
  return new WatchedCredentialProvider(store, events);
}

async function cached(store: CredentialProvider, ttlMs: number, events: CredentialEvents): Promise<CredentialProvider> {
  const { CachedCredentialProvider } = await import('./adapters/cached.credential-provider.js');
  return new CachedCredentialProvider(await watched(store, events), ttlMs, () => events.read('cached'));
}

/** The store that the settings name, not yet started. @throws CredentialStoreError for one that nothing brings */
export async function openStore(
  settings: Settings,
  plugins: LoadedPlugins,
  events = new CredentialEvents(),
): Promise<CredentialProvider> {
  const { plugin: name } = settings.credentials;
  const make = Object.hasOwn(CREDENTIAL_STORES, name) ? CREDENTIAL_STORES[name] : undefined;
  if (make !== undefined) return make(settings, events);
  const own = plugins.credentials.get(name);
  if (own !== undefined) {
    return watched(await own.create(settings.plugin(name, settingsClassOf(own.settings, 'worker'))), events);
  }
  const known = [...Object.keys(CREDENTIAL_STORES), ...plugins.credentials.keys()];
  throw new CredentialStoreError(unknownStoreFault(name, known));
}
