import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { MASK, SecretMasker } from './secret-masker.js';

/** Lines with a secret, which stands between the marks. */
const SECRETS = [
  'enable secret 9 «$9$abcDEF.ghi/123»',
  'enable password «plain»',
  'username bob privilege 15 secret 5 «$1$abcd$efgh»',
  'username admin role network-admin secret sha512 «$6$abcdefgh$ijklmnop»',
  ' password 7 «0822455D0A16»',
  'tacacs-server host 192.0.2.1 key 7 «070C285F4D06»',
  'radius-server key «pl4in»',
  '  key 7 «070C285F4D06»',
  '   key-string «chainkey»',
  'snmp-server community «public» RO 10',
  'snmp-server host 192.0.2.1 version 2c «public»',
  'snmp-server user mon grp v3 auth sha «Auth1234» priv aes 128 «Priv1234»',
  ' neighbor 192.0.2.1 password 7 «070C285F4D06»',
  ' ip ospf message-digest-key 1 md5 7 «070C285F4D06»',
  'crypto isakmp key «shared» address 192.0.2.1',
  ' pre-shared-key local «shared»',
  '        encrypted-password "«$6$abcdefgh$ijkl»"; ## SECRET-DATA',
  'set system root-authentication encrypted-password "«$6$abcdefgh$ijkl»"',
  'set snmp community «public» authorization read-only',
  '    community «public» {',
  'local-user admin password irreversible-cipher «$1c$abc$def»',
  'snmp-agent community read cipher «%^%#abcdef%^%#»',
  '        set password ENC «AK1abcdefgh=»',
  '        set psksecret «plainpsk»',
  'set mgt-config users admin phash «$5$abcdefgh$ijkl»',
  '            password «"$2y$10$abcdefghijkl"»',
  '                authentication-key "«abcdef»" hash2',
  'add name=vpn password=«s3cret» service=pppoe',
];

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
];

describe('SecretMasker', () => {
  const registry = new PlatformRegistry();
  let masker: SecretMasker;
  beforeAll(async () => {
    await registry.onModuleInit();
    masker = new SecretMasker(registry.resolve('cisco_ios').secrets);
  });

  it.each(SECRETS)('masks %s', (line) => {
    const text = line.replace(/[«»]/g, '');
    expect(masker.text(text)).toBe(line.replace(/«[^»]*»/g, MASK));
    expect(masker.text(masker.text(text))).toBe(masker.text(text));
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
    const text = `${SECRETS.join('\n').replace(/[«»]/g, '')}\nrest of a line`;
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
    const folder = join(import.meta.dirname, '../../../lab/devices/cisco_ios');
    const files = readdirSync(folder).filter((file) => file.endsWith('.txt') && !/config/.test(file));
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(masker.text(text)).toBe(text);
    }
  });
});
