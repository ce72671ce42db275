import { join } from 'node:path';
import { useSettingsFolder } from '../../test/support/settings-folder.js';
import { NetBoxSettings } from './plugins/netbox.settings.js';
import { YamlCredentialsSettings } from './plugins/yaml-credentials.settings.js';
import { YamlInventorySettings } from './plugins/yaml-inventory.settings.js';
import { sourceNames } from './source-names.js';

const CONTROLLER_FILE = `
host: "0.0.0.0"
port: 8000
log_level: "info"
project_root: "."
redis_host: "localhost"
redis_port: 6379
cache_enabled: true
cache_default_ttl: 300
allow_inline_credentials: true
auth_mode: "api_key"
api_key_headers: ["X-API-Key", "api-key"]
api_keys: ["abc123:admin", "def456:robot"]
inventory_type: "yaml"
plugin_yaml_inventory_file: "inventory/inventory.yml"
plugin_netbox_url: "https://netbox.example.com"
plugin_netbox_token: "x"
`;

const WORKER_FILE = `
log_level: "info"
project_root: "."
concurrency: 10
redis_host: "localhost"
redis_port: 6379
credential_plugin: "yaml"
plugin_yaml_credential_file: "inventory/creds.yml"
`;

const folder = useSettingsFolder();

describe('files of the existing broker', () => {
  it('start the controller unchanged', () => {
    folder.file('tom_config.yaml', CONTROLLER_FILE);

    const { role, settings, notes } = folder.load();

    expect(role).toBe('controller');
    expect(settings.server).toMatchObject({ host: '0.0.0.0', port: 8000 });
    expect(settings.auth.apiKeys.map(({ key, user }) => [key.reveal(), user])).toEqual([
      ['abc123', 'admin'],
      ['def456', 'robot'],
    ]);
    expect(settings.auth.apiKeyHeaders).toEqual(['X-API-Key', 'api-key']);
    expect(settings.redis).toMatchObject({ isConfigured: true, host: 'localhost', port: 6379 });
    expect(settings.cache).toMatchObject({ isEnabled: true, defaultTtlMs: 300_000 });
    expect(settings.jobs.allowInlineCredentials).toBe(true);
    expect(settings.plugin('yaml', YamlInventorySettings).inventoryFile).toBe(
      join(folder.path, 'inventory/inventory.yml'),
    );
    expect(notes).toEqual([
      'tom_config.yaml line 16: plugin_netbox_url is present though unused: "netbox" is not in use',
      'tom_config.yaml line 17: plugin_netbox_token is present though unused: "netbox" is not in use',
    ]);
  });

  it('start the controller by their documented name', () => {
    folder.file('tom_controller_config.yaml', CONTROLLER_FILE);

    expect(folder.load().role).toBe('controller');
  });

  it('start the worker unchanged', () => {
    folder.file('tom_worker_config.yaml', WORKER_FILE);

    const { role, settings, notes } = folder.load({}, 'worker');

    expect(role).toBe('worker');
    expect(settings.jobs.concurrency).toBe(10);
    expect(settings.plugin('yaml', YamlCredentialsSettings).credentialFile).toBe(
      join(folder.path, 'inventory/creds.yml'),
    );
    expect(notes).toEqual([]);
  });
});

describe('role', () => {
  it('is standalone without any settings, bound to the loopback', () => {
    const { role, settings, notes } = folder.load();

    expect(role).toBe('standalone');
    expect(settings.server.host).toBe('127.0.0.1');
    expect(settings.redis.isConfigured).toBe(false);
    expect(notes).toEqual([]);
  });

  it.each([{ TOM_REDIS_HOST: 'redis' }, { TOM_REDIS_URL: 'rediss://:pw@redis:6380/1' }])(
    'is controller when %j is set',
    (env) => {
      const { role, settings } = folder.load(env);

      expect(role).toBe('controller');
      expect(settings.redis.isConfigured).toBe(true);
    },
  );

  it('is worker by the Redis of the combined file', () => {
    folder.file('tom.yaml', 'redis_host: redis\ncredential_plugin: files');

    const { role } = folder.load({}, 'worker');

    expect(role).toBe('worker');
  });

  it('is refused for a worker without Redis', () => {
    expect(folder.faults({ TOM_REDIS_HOST: 'redis' }, 'worker')).toEqual([
      'A worker needs Redis: set redis_url, redis_host, redis_sentinels or redis_cluster; without Redis start Tom by its main entry alone',
    ]);
  });

  it('is refused when the worker settings alone name Redis', () => {
    folder.file('tom_worker_config.yaml', WORKER_FILE);

    expect(folder.faults()).toEqual([
      'Redis is set for the worker alone: set redis_url or redis_host for the controller too, or for neither',
    ]);
  });

  it('stays standalone when only the port of Redis is set, and says so', () => {
    const { role, notes } = folder.load({ TOM_REDIS_PORT: '6380' });

    expect(role).toBe('standalone');
    expect(notes).toEqual([
      'environment variable TOM_REDIS_PORT: redis_port has no effect without redis_host, redis_url, redis_sentinels or redis_cluster; Tom runs embedded',
    ]);
  });
});

describe('precedence', () => {
  it('is environment, env file, role file, combined file, default', () => {
    const steps: [() => void, number][] = [
      [() => undefined, 8000],
      [() => folder.file('tom.yaml', 'port: 1'), 1],
      [() => folder.file('tom_config.yaml', 'port: 2'), 2],
      [() => folder.file('prod.env', 'TOM_PORT=3'), 3],
    ];
    for (const [addSource, expected] of steps) {
      addSource();
      const env = expected === 3 ? { TOM_ENV_FILE: 'prod.env' } : {};
      expect(folder.load(env).settings.server.port).toBe(expected);
    }

    expect(folder.load({ TOM_ENV_FILE: 'prod.env', tom_Port: '4' }).settings.server.port).toBe(4);
    expect(folder.load({ TOM_ENV_FILE: 'prod.env', tom_Port: '4', TOM_PORT: '5' }).settings.server.port).toBe(5);
  });

  it('keeps the prefixes of controller and worker apart', () => {
    const env = {
      TOM_REDIS_HOST: 'a',
      TOM_LOG_LEVEL: 'error',
      TOM_WORKER_REDIS_HOST: 'b',
      TOM_WORKER_LOG_LEVEL: 'debug',
      TOM_WORKER_CREDENTIAL_PLUGIN: 'files',
    };

    expect(folder.load(env, 'main').settings.redis.host).toBe('a');
    expect(folder.load(env, 'main').settings.log.level).toBe('error');
    expect(folder.load(env, 'worker').settings.redis.host).toBe('b');
    expect(folder.load(env, 'worker').settings.log.level).toBe('debug');
    expect(folder.load(env, 'main').notes).toEqual([]);
  });

  it('reads the files and prefixes of both halves when standalone', () => {
    folder.file('tom_config.yaml', 'log_level: error\nconcurrency: 3\nport: 1');
    folder.file('tom_worker_config.yaml', 'log_level: debug\nconcurrency: 4\nport: 2');

    const { settings } = folder.load({ TOM_WORKER_MAX_SESSIONS: '5' });

    expect(settings.log.level).toBe('error');
    expect(settings.jobs.concurrency).toBe(4);
    expect(settings.server.port).toBe(1);
    expect(settings.devices.maxSessions).toBe(5);
  });

  it('takes the default file in the name of the controller only when the other is missing', () => {
    folder.file('tom_config.yaml', 'port: 1');
    folder.file('tom_controller_config.yaml', 'port: 2');

    const { settings, notes } = folder.load();

    expect(settings.server.port).toBe(1);
    expect(notes).toEqual(['tom_controller_config.yaml: is not read, because tom_config.yaml is there too']);
  });

  it('takes the file a variable names instead of the default one', () => {
    folder.file('tom_config.yaml', 'port: 1');
    folder.file('other.yaml', 'port: 2');

    expect(folder.load({ TOM_CONFIG_FILE: join(folder.path, 'other.yaml') }).settings.server.port).toBe(2);
  });

  it('counts empty values as not set', () => {
    folder.file('tom.yaml', 'redis_host:\nredis_password: ""\nport: 1');

    const { role, settings } = folder.load({ TOM_PORT: '', TOM_REDIS_HOST: '' });

    expect(role).toBe('standalone');
    expect(settings.server.port).toBe(1);
    expect(settings.redis.password).toBeUndefined();
  });

  it('accepts files with nothing but comments and with a byte order mark', () => {
    folder.file('tom_config.yaml', '# nothing yet\n');
    folder.file('tom.yaml', '\uFEFFport: 1\n');

    expect(folder.load().settings.server.port).toBe(1);
  });
});

describe('values', () => {
  it('resolves paths at project_root, which starts at the working directory', () => {
    const { settings } = folder.load({
      TOM_PROJECT_ROOT: 'site',
      TOM_TEXTFSM_TEMPLATE_DIR: 'fsm',
      TOM_PLATFORM_DIR: '/etc/tom',
    });

    expect(settings.projectRoot).toBe(join(folder.path, 'site'));
    expect(settings.parsing.textfsmTemplateDir).toBe(join(folder.path, 'site/fsm'));
    expect(settings.devices.platformDir).toBe('/etc/tom');
    expect(settings.plugin('yaml', YamlInventorySettings).inventoryFile).toBe(
      join(folder.path, 'site/inventory/inventory.yml'),
    );
  });

  it('turns seconds into milliseconds, fractions included', () => {
    expect(folder.load({ TOM_WORKER_CONNECT_TIMEOUT: '2.5' }).settings.devices.connectTimeoutMs).toBe(2500);
  });

  it.each([
    ['none', undefined, '127.0.0.1'],
    ['none', '0.0.0.0', '0.0.0.0'],
    ['api_key', undefined, '0.0.0.0'],
    ['api_key', '10.0.0.1', '10.0.0.1'],
  ])('with auth_mode %s and host %s the API listens at %s', (mode, host, expected) => {
    const env = { TOM_AUTH_MODE: mode, TOM_API_KEYS: 'k:admin', TOM_HOST: host };

    expect(folder.load(env).settings.server.host).toBe(expected);
  });

  it.each([
    ['WARNING', 'warn'],
    ['critical', 'fatal'],
    ['Debug', 'debug'],
  ])('takes log_level %s as %s', (given, expected) => {
    expect(folder.load({ TOM_LOG_LEVEL: given }).settings.log.level).toBe(expected);
  });
});

describe('inventory sources', () => {
  const NETBOX = { TOM_PLUGIN_NETBOX_URL: 'https://netbox.example.com', TOM_PLUGIN_NETBOX_TOKEN: 't' };

  it('are those of inventory_sources in their order, else the one of inventory_type', () => {
    expect(sourceNames(folder.load().settings.inventory)).toEqual(['yaml']);
    const { settings } = folder.load({ ...NETBOX, TOM_INVENTORY_SOURCES: 'netbox,yaml' });
    expect(sourceNames(settings.inventory)).toEqual(['netbox', 'yaml']);
  });

  it('need their settings when they are in use, and only then', () => {
    expect(folder.faults({ TOM_INVENTORY_TYPE: 'netbox' })).toEqual([
      'plugin_netbox_url must be set',
      'plugin_netbox_token must be set',
    ]);
    expect(folder.faults({ TOM_PLUGIN_NETBOX_URL: 'no address' })).toEqual([]);
    expect(folder.faults({ ...NETBOX, TOM_INVENTORY_TYPE: 'netbox', TOM_PLUGIN_NETBOX_URL: 'https://u:p@h' })).toEqual([
      expect.stringContaining('plugin_netbox_url is "https://***@h": it must look like https://inventory.example.com'),
    ]);
  });

  it.each([
    [{ TOM_INVENTORY_TYPE: 'netbxo' }, 'inventory_type: there is no inventory source "netbxo"; did you mean "netbox"?'],
    [
      { TOM_INVENTORY_SOURCES: 'yaml,cmdb' },
      'inventory_sources: there is no inventory source "cmdb"; there is yaml, netbox, nautobot, solarwinds, and what plugins bring',
    ],
  ])('are refused when nothing has them: %j', (env, fault) => {
    expect(folder.faults(env)).toEqual([fault]);
  });

  it('have settings under the other spelling of the existing broker', () => {
    const { settings, notes } = folder.load({
      ...NETBOX,
      TOM_INVENTORY_TYPE: 'netbox',
      TOM_PLUGIN_NETBOX_CREDENTIAL_DEFAULT: 'lab',
    });
    expect(settings.plugin('netbox', NetBoxSettings).defaultCredential).toBe('lab');
    expect(notes).toEqual([]);
  });

  it('of plugins are left to the start, and so are their settings', () => {
    const { notes } = folder.load({
      TOM_PLUGINS: '@acme/tom-cmdb',
      TOM_INVENTORY_TYPE: 'cmdb',
      TOM_PLUGIN_CMDB_URL: 'x',
    });
    expect(notes).toEqual([]);
  });
});
