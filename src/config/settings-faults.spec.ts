import { inspect } from 'node:util';
import fc from 'fast-check';
import { useSettingsFolder } from '../../test/support/settings-folder.js';
import { KEY_CATALOGUE } from './key-catalogue.js';

const folder = useSettingsFolder();

describe('faults', () => {
  it('are all listed, with place, value and what is expected', () => {
    folder.file('tom.yaml', 'port: eighty\nlog_level: inof\njob_partitions: 0\napi_key_headers: ["bad name"]');

    expect(folder.faults({ TOM_WORKER_CONNECT_TIMEOUT: '0.01', TOM_CACHE_ENABLED: 'perhaps' })).toEqual([
      'tom.yaml line 1: port is "eighty": it must be a whole number',
      'tom.yaml line 2: log_level is "inof": it must be one of the following values: trace, debug, info, warn, error, fatal, silent; did you mean "info"?',
      'tom.yaml line 4: api_key_headers is a list: it must hold names of HTTP headers',
      'tom.yaml line 3: job_partitions is 0: it must not be less than 1',
      'environment variable TOM_WORKER_CONNECT_TIMEOUT: connect_timeout is "0.01": it must be between 0.1 and 600 seconds',
      'environment variable TOM_CACHE_ENABLED: cache_enabled is "perhaps": it must be true or false',
    ]);
  });

  it.each([
    ['key twice', 'port: 1\nport: 2\n', 'tom.yaml line 2: duplicated mapping key "port"'],
    ['broken YAML', 'host: [a\nport: 1', 'tom.yaml line 2: deficient indentation "port"'],
    ['list at the top', '- port', 'tom.yaml: must hold settings as "key: value"'],
    ['two documents', 'port: 1\n---\nport: 2', 'tom.yaml: holds more than one YAML document'],
  ])('name the file: %s', (_name, text, expected) => {
    folder.file('tom.yaml', text);

    expect(folder.faults()).toEqual([expected]);
  });

  it.each(['TOM_CONFIG_FILE', 'TOM_ENV_FILE', 'TOM_WORKER_CONFIG_FILE', 'TOM_WORKER_ENV_FILE'])(
    'name a file that %s names and that is not there',
    (name) => {
      expect(folder.faults({ [name]: 'missing.file' })).toEqual([
        expect.stringMatching(new RegExp(`^${name} "missing.file" cannot be read: .*ENOENT`)),
      ]);
    },
  );

  it.each([
    ['TOM_HOST\nexport TOM_PORT=1\n', 1],
    ['# Tom\n\nTOM_HOST = "a\nb=c\nd" # several lines\r\nTOM_PORT 1', 6],
  ])('name the line of an env file that sets nothing: %j', (text, line) => {
    folder.file('prod.env', text);

    expect(folder.faults({ TOM_ENV_FILE: 'prod.env' })).toEqual([`prod.env line ${line}: it is no NAME=value`]);
  });

  it.each([
    [{ TOM_AUTH_MODE: 'jwt' }, 'auth_mode "jwt" needs at least one enabled provider in jwt_providers'],
    [{ TOM_AUTH_MODE: 'hybrid' }, 'auth_mode "hybrid" needs at least one enabled provider in jwt_providers'],
    [{ TOM_AUTH_MODE: 'api_key' }, 'auth_mode "api_key" needs at least one "key:user" in api_keys'],
    [{ TOM_REDIS_TLS_CERTFILE: 'a.pem' }, 'redis_tls_certfile and redis_tls_keyfile must be set together'],
  ])('name settings that do not go together: %j', (env, expected) => {
    expect(folder.faults(env)).toEqual([expected]);
  });

  it('do not arise for a role that does not read the setting', () => {
    folder.file('tom.yaml', 'redis_host: redis\nconcurrency: many\nport: eighty\ncredential_plugin: yaml');

    expect(folder.faults({}, 'main')).toEqual(['tom.yaml line 3: port is "eighty": it must be a whole number']);
    expect(folder.faults({}, 'worker')).toEqual(['tom.yaml line 2: concurrency is "many": it must be a whole number']);
  });

  it('do not arise for a controller from a broken file of the worker', () => {
    folder.file('tom_worker_config.yaml', 'a: [');

    expect(folder.load({ TOM_REDIS_HOST: 'redis' }).role).toBe('controller');
  });
});

describe('redis_url', () => {
  it.each(['redis://redis', 'redis://redis:6379/2', 'rediss://user:p%40ss@redis:6380/0', 'redis://:pw@[::1]:6379'])(
    'may be %s',
    (url) => {
      expect(folder.faults({ TOM_REDIS_URL: url })).toEqual([]);
    },
  );

  it.each(['redis', 'http://redis', 'redis://redis/name', 'redis://:p%zz@redis'])('is refused as %s', (url) => {
    expect(folder.faults({ TOM_REDIS_URL: url })).toEqual([
      expect.stringMatching(/^environment variable TOM_REDIS_URL: redis_url must look like redis:/),
    ]);
  });
});

describe('notes', () => {
  it('suggest the nearest known setting for an unknown one', () => {
    folder.file('tom.yaml', 'prot: 1\nplugin_yaml_inventory_fil: x\nunrelated_thing: 1');

    expect(folder.load({ TOM_WORKER_CONCURENCY: '3' }).notes).toEqual([
      expect.stringMatching(/^environment variable TOM_WORKER_CONCURENCY: .*did you mean "concurrency"\?$/),
      'tom.yaml line 1: unknown setting "prot" is ignored; did you mean "port"?',
      expect.stringMatching(/^tom.yaml line 2: .*did you mean "plugin_yaml_inventory_file"/),
      'tom.yaml line 3: unknown setting "unrelated_thing" is ignored',
    ]);
  });
});

describe('secrets', () => {
  const SECRET = 'pl4nted-s3cret';

  it('are not in faults', () => {
    const text = folder
      .faults({
        TOM_REDIS_URL: `http://:${SECRET}@redis`,
        TOM_API_KEYS: `${SECRET}`,
        TOM_INVENTORY_TYPE: 'netbox',
        TOM_PLUGIN_NETBOX_URL: `https://netbox.example.com?token=${SECRET}`,
      })
      .join('\n');

    expect(text).toContain('redis_url must look like redis://');
    expect(text).toContain('api_keys must be a list of "key:user" (its value is not shown)');
    expect(text).not.toContain(SECRET);
  });

  it('are not in the report of broken YAML', () => {
    folder.file('tom.yaml', `redis_password: ${SECRET}\nredis_password: "${SECRET}`);

    expect(folder.faults().join()).not.toContain(SECRET);
  });

  it('are not in a settings tree that is printed', () => {
    const { settings } = folder.load({
      TOM_REDIS_HOST: 'redis',
      TOM_REDIS_PASSWORD: SECRET,
      TOM_API_KEYS: `${SECRET}:admin`,
      TOM_PLUGIN_NETBOX_TOKEN: SECRET,
    });

    expect(settings.redis.password?.reveal()).toBe(SECRET);
    expect(inspect(settings, { depth: 10, showHidden: true })).not.toContain(SECRET);
    expect(JSON.stringify(settings)).not.toContain(SECRET);
  });
});

describe('any values', () => {
  it.each(['__proto__', 'constructor', 'toString'])('are taken as they are written: %s', (word) => {
    expect(folder.faults({ TOM_CREDENTIAL_PLUGIN: word })).toEqual([
      expect.stringContaining(`there is no credential store "${word.toLowerCase()}"`),
    ]);
  });

  it('either load or are refused with a list of faults', () => {
    const key = fc.constantFrom(...KEY_CATALOGUE.keys());
    const value = fc.oneof(fc.jsonValue(), fc.integer().map(String), fc.constantFrom('yes', 'a,b', 'k:u', '{"a":1}'));
    fc.assert(
      fc.property(fc.dictionary(key, value), fc.dictionary(key, fc.string()), (yaml, variables) => {
        folder.file('tom.yaml', JSON.stringify(yaml));
        const env = Object.fromEntries(
          Object.entries(variables).map(([name, text]) => [`TOM_${name.toUpperCase()}`, text]),
        );
        const found = folder.faults(env);
        expect(found.every((fault) => !fault.includes('undefined'))).toBe(true);
      }),
    );
  });

  it('count the same from the environment and from YAML', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 65535 }),
        fc.double({ min: 0.1, max: 600, noNaN: true }),
        (port, seconds) => {
          folder.file('tom.yaml', `port: ${port}\nconnect_timeout: ${seconds.toFixed(3)}`);
          const fromYaml = folder.load().settings;
          folder.file('tom.yaml', '');
          const fromEnv = folder.load({
            TOM_PORT: String(port),
            TOM_WORKER_CONNECT_TIMEOUT: seconds.toFixed(3),
          }).settings;

          expect(fromEnv.server.port).toBe(fromYaml.server.port);
          expect(fromEnv.devices.connectTimeoutMs).toBe(fromYaml.devices.connectTimeoutMs);
        },
      ),
    );
  });
});
