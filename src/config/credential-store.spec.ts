import { useSettingsFolder } from '../../test/support/settings-folder.js';

const folder = useSettingsFolder();

describe('credential store', () => {
  const REDIS = { TOM_WORKER_REDIS_HOST: 'redis' };
  const VAULT = { TOM_WORKER_PLUGIN_VAULT_URL: 'https://vault:8200', TOM_WORKER_PLUGIN_VAULT_TOKEN: 't' };
  const pluginOf = (env: Record<string, string>, entry: 'main' | 'worker') =>
    folder.load(env, entry).settings.credentials.plugin;

  it('is Vault for a worker, and a YAML file for Tom in one process, when nothing is said', () => {
    expect(pluginOf({ ...REDIS, ...VAULT }, 'worker')).toBe('vault');
    expect(pluginOf({}, 'main')).toBe('yaml');
    expect(pluginOf(VAULT, 'main')).toBe('vault');
  });

  it('is asked for where Vault is meant and its address missing', () => {
    expect(folder.faults(REDIS, 'worker')).toEqual([
      expect.stringMatching(/set plugin_vault_url for Vault, the default of a worker, or another credential_plugin/),
    ]);
    expect(folder.faults({ ...REDIS, TOM_WORKER_CREDENTIAL_PLUGIN: 'vault' }, 'worker')).toEqual([
      'plugin_vault_url must be set',
      'plugin_vault_token must be set',
    ]);
  });

  it('takes Vault with a token, or with AppRole whole', () => {
    const url = { ...REDIS, TOM_WORKER_PLUGIN_VAULT_URL: 'https://vault:8200' };
    expect(folder.faults({ ...url, TOM_WORKER_PLUGIN_VAULT_ROLE_ID: 'r' }, 'worker')).toEqual([
      'plugin_vault_secret_id must be set',
    ]);
    const role = { TOM_WORKER_PLUGIN_VAULT_ROLE_ID: 'r', TOM_WORKER_PLUGIN_VAULT_SECRET_ID: 's' };
    expect(folder.faults({ ...url, ...role }, 'worker')).toEqual([]);
  });

  it('is refused when there is none of that name', () => {
    expect(folder.faults({ ...REDIS, TOM_WORKER_CREDENTIAL_PLUGIN: 'valt' }, 'worker')).toEqual([
      'credential_plugin: there is no credential store "valt"; did you mean "vault"?',
    ]);
  });

  it('reads credentials in variables, the environment before the env file', () => {
    folder.file('prod.env', 'TOM_WORKER_CREDENTIAL_LAB_PASSWORD=weak\nTOM_WORKER_CREDENTIAL_LAB_USERNAME=admin');
    const env = {
      TOM_WORKER_ENV_FILE: 'prod.env',
      TOM_WORKER_CREDENTIAL_PLUGIN: 'env',
      TOM_WORKER_CREDENTIAL_LAB_PASSWORD: 'pl4nted',
    };
    const { settings, notes } = folder.load(env);
    const variables = settings.credentialVariables();
    expect(variables.get('lab_password')?.reveal()).toBe('pl4nted');
    expect(variables.get('lab_username')?.reveal()).toBe('admin');
    expect(notes).toEqual([]);
  });
});
