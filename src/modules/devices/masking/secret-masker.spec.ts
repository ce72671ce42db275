import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { MASK, SecretMasker } from './secret-masker.js';

/** Lines of configurations by the family of platforms, as their manuals spell them; each secret stands between the marks. */
const SECRET_LINES = new Map(
  readFileSync(join(import.meta.dirname, '../../../../test/support/secret-lines.txt'), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((part) => part.trimEnd().split('\n'))
    .map(([family = '', ...lines]) => [family, lines] as const),
);

/** Honest lines, which stay as they are. */
const HONEST = [
  'Username: cisco',
  'interface password-vlan',
  ' description set the password of cisco tomorrow',
  'service password-encryption',
  'key chain ospf',
  ' key 1',
  'aaa authentication login default group tacacs+ local',
  'crypto key generate rsa',
  'ip community-list standard cust permit 65000:1',
  'set policy-options community cust members 65000:1',
  '    community cust members 65000:1;',
  'route-map x permit 10',
  ' set community 65000:1',
  'radius-server timeout 5',
  'Password expires in 30 days',
  'Cisco IOS Software, Version 15.2(4)M, RELEASE SOFTWARE (fc1), key features',
  'ssh-rsa AAAAB3NzaC1yc2E is no secret',
  'Authentication Key Management.................... PSK',
  'Key fingerprint:',
  'snmp-server host 192.0.2.1 version 3 priv monitor',
  'snmp-agent community complexity-check disable',
  'hsrp authentication md5 key-chain k',
  'The VTP password is not configured.',
  '   exec /usr/bin/TerminAttr -ingestauth=token,/tmp/token',
  'set system login user u authentication public-keys k key AAAA',
  'aaa authentication text x is no command',
  'set protocols ospf area 0 interface ge-0/0/0 authentication md5 1 start-time 2026-1-1',
];

describe('SecretMasker', () => {
  const registry = new PlatformRegistry();
  let masker: SecretMasker;
  beforeAll(async () => {
    await registry.onModuleInit();
    masker = new SecretMasker(registry.resolve('cisco_ios').secrets);
  });

  it.each([...SECRET_LINES])('masks the secrets of %s, and nothing else', (_, lines) => {
    const masked = masker.text(lines.join('\n').replace(/[«»]/g, ''));
    expect(masked.split('\n')).toEqual(lines.map((line) => line.replace(/«[^»]*»/g, MASK)));
    expect(masker.text(masked)).toBe(masked);
  });

  it.each(HONEST)('leaves %j as it is', (line) => {
    expect(masker.text(line)).toBe(line);
  });

  it('masks a private key, and nothing around it', () => {
    const key = [
      '-----BEGIN OPENSSH PRIVATE KEY-----',
      'b3BlbnNzaC1r',
      'AAAAB3NzaC1y',
      '-----END OPENSSH PRIVATE KEY-----',
    ];
    expect(masker.text(['before', ...key, 'after'].join('\n')).split('\n')).toEqual([
      'before',
      key[0],
      MASK,
      MASK,
      key[3],
      'after',
    ]);
  });

  it('masks a stream as it masks the whole', () => {
    const secrets = [...SECRET_LINES.values()].flat().join('\n');
    const text = `${secrets.replace(/[«»]/g, '')}\nrest of a line`;
    for (const size of [1, 7, 1000]) {
      const stream = masker.stream();
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      expect(pieces.map((piece) => stream.push(piece)).join('') + stream.end()).toBe(masker.text(text));
    }
  });

  it('knows secrets of every platform', () => {
    const without = registry.list().filter(({ secrets }) => secrets.length === 0);
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('leaves what devices of the lab show besides their configuration as it is', () => {
    const folder = join(import.meta.dirname, '../../../lab/devices');
    const files = readdirSync(folder, { recursive: true }).map(String);
    for (const file of files.filter((name) => name.endsWith('.txt') && !/config/.test(name))) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(masker.text(text)).toBe(text);
    }
  });
});
