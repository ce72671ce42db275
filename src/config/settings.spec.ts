import { IsDefined, Max, Min } from 'class-validator';
import type { Secret } from '../common/secret.js';
import { Setting } from './setting.decorator.js';
import { integer, secretText, text } from './setting-types.js';
import { SettingsError } from './settings.errors.js';
import { settingsOfValues } from './settings-of-values.js';

class CmdbSettings {
  @Setting({ key: 'url', type: text, roles: ['controller'], description: 'Address.' })
  @IsDefined()
  readonly url!: string;

  @Setting({ key: 'token', type: secretText, roles: ['controller'], description: 'Token.' })
  readonly token?: Secret;

  @Setting({ key: 'page_size', type: integer, roles: ['controller'], description: 'Devices a request.' })
  @Min(1)
  @Max(1000)
  readonly pageSize: number = 100;
}

function faultsOf(values: Record<string, unknown>): readonly string[] {
  try {
    settingsOfValues(values).plugin('cmdb', CmdbSettings);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
}

describe('settings of a plugin', () => {
  it('are typed, with defaults', () => {
    const settings = settingsOfValues({ plugin_cmdb_url: 'http://cmdb', plugin_cmdb_token: 't' });

    const { url, token, pageSize } = settings.plugin('cmdb', CmdbSettings);

    expect([url, token?.reveal(), pageSize]).toEqual(['http://cmdb', 't', 100]);
  });

  it('are refused with every fault, the nearest unknown key for a missing one', () => {
    expect(faultsOf({ plugin_cmdb_ulr: 'http://cmdb', plugin_cmdb_token: 5, plugin_cmdb_page_size: 5000 })).toEqual([
      'given value: plugin_cmdb_token must be text (put it in quotes) (its value is not shown)',
      'plugin_cmdb_url must be set; is it what you meant by "plugin_cmdb_ulr"?',
      'given value: plugin_cmdb_page_size is 5000: it must not be greater than 1000',
    ]);
  });

  it('are refused plainly when nothing like a missing key is there', () => {
    expect(faultsOf({})).toEqual(['plugin_cmdb_url must be set']);
  });
});

describe('settings of given values', () => {
  it('are refused with every fault in one message', () => {
    expect(() => settingsOfValues({ port: -1, log_level: 'loud' })).toThrow(
      new SettingsError([
        'given value: port is -1: it must not be less than 0',
        'given value: log_level is "loud": it must be one of the following values: trace, debug, info, warn, error, fatal, silent',
      ]).message,
    );
  });

  it('hold the defaults where nothing is given', () => {
    const { jobs, devices } = settingsOfValues({});

    expect({ ...jobs }).toEqual({
      concurrency: 10,
      partitions: 16,
      resultTtlMs: 3_600_000,
      maxSessionsPerDevice: 1,
      shutdownGraceMs: 30_000,
      allowInlineCredentials: false,
      maxQueueDepth: 100_000,
      maxQueueDepthPerDevice: 1_000,
      credentialCooldownMs: 300_000,
      breakerThreshold: 5,
      breakerCooldownMs: 30_000,
      idleTimeoutMs: 120_000,
    });
    expect(devices.maxOutputBytes).toBe(67_108_864);
  });
});
