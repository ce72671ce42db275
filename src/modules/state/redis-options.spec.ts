import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../common/secret.js';
import { RedisSettings } from '../../config/groups/redis.settings.js';
import { reconnectDelayMs, redisTarget, type RedisTarget } from './redis-options.js';

function target(settings: Partial<RedisSettings>): RedisTarget {
  return redisTarget(Object.assign(new RedisSettings(), settings));
}

function options(settings: Partial<RedisSettings>): RedisTarget['options'] {
  return target(settings).options;
}

describe('redisTarget', () => {
  it('takes host, port, database and log-in', () => {
    expect(options({ host: 'redis', port: 6380, db: 2, username: 'tom', password: new Secret('p') })).toMatchObject({
      host: 'redis',
      port: 6380,
      db: 2,
      username: 'tom',
      password: 'p',
    });
  });

  it('lets the parts of an address win', () => {
    const url = new Secret('redis://u%40x:p%2Fw@[::1]:7000/3');
    expect(options({ url, host: 'ignored' })).toMatchObject({
      host: '::1',
      port: 7000,
      db: 3,
      username: 'u@x',
      password: 'p/w',
    });
    expect(options({ url: new Secret('redis://redis'), port: 6380, password: new Secret('p') })).toMatchObject({
      host: 'redis',
      port: 6380,
      password: 'p',
    });
  });

  it('uses TLS when asked for, in either way', () => {
    expect(options({}).tls).toBeUndefined();
    expect(options({ useTls: true }).tls).toBeDefined();
    expect(options({ url: new Secret('rediss://redis') }).tls).toBeDefined();
  });

  it('checks certificate and host name as far as it is told to', () => {
    expect(options({ useTls: true, tlsCheckHostname: true }).tls).toEqual({ rejectUnauthorized: true });
    const lax = options({ useTls: true, tlsCertReqs: 'none' }).tls;
    expect(lax).toMatchObject({ rejectUnauthorized: false });
    expect(lax?.checkServerIdentity?.('any', {} as never)).toBeUndefined();
  });

  it('takes sentinels in place of a host', () => {
    const { options, address } = target({ sentinels: ['a:26379', '[::1]:26380'], sentinelPassword: new Secret('p') });
    expect(options).toMatchObject({
      sentinels: [
        { host: 'a', port: 26379 },
        { host: '::1', port: 26380 },
      ],
      name: 'mymaster',
      sentinelPassword: 'p',
      enableTLSForSentinelMode: false,
    });
    expect(address).toBe('master "mymaster" of the sentinels a:26379, [::1]:26380');
  });

  it('takes nodes of a cluster', () => {
    const { clusterNodes, address } = target({ cluster: ['a:7000', 'b:7001'] });
    expect(clusterNodes).toEqual([
      { host: 'a', port: 7000 },
      { host: 'b', port: 7001 },
    ]);
    expect(address).toBe('cluster a:7000, b:7001');
  });

  it('reads the certificate files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tom-tls-'));
    const file = join(folder, 'ca.pem');
    writeFileSync(file, 'authority');
    expect(options({ useTls: true, tlsCaCertsFile: file }).tls).toMatchObject({ ca: Buffer.from('authority') });
    rmSync(folder, { recursive: true });
  });
});

describe('reconnectDelayMs', () => {
  it('doubles up to a second', () => {
    expect([1, 2, 3, 5, 6, 1_000_000].map(reconnectDelayMs)).toEqual([50, 100, 200, 800, 1_000, 1_000]);
  });
});
