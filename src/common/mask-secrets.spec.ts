import { maskSecrets } from './mask-secrets.js';

describe('maskSecrets', () => {
  it.each([
    ['username bob password 0 hunter2', 'username bob password 0 ***'],
    ['enable secret 9 $9$abc', 'enable secret 9 ***'],
    ['snmp-server community s3cret ro', 'snmp-server community ***'],
    ['tacacs-server key 7 0832', 'tacacs-server key 7 ***'],
    ['ntp authentication-key 1 md5 s3cret', 'ntp authentication-key 1 ***'],
    [
      'set system login user a authentication encrypted-password "s3 cret"',
      'set system login user a authentication encrypted-password ***',
    ],
    ['curl -d password=s3cret http://x', 'curl -d password=***'],
    ['crypto isakmp key s3cret address 192.0.2.1', 'crypto isakmp key ***'],
    [' neighbor 192.0.2.1 password s3cret\nshutdown', ' neighbor 192.0.2.1 password ***\nshutdown'],
    ['PASSWORD s3cret', 'PASSWORD ***'],
    ['snmp-server host 192.0.2.1 version 2c s3cret', 'snmp-server host 192.0.2.1 ***'],
    [' standby 1 authentication s3cret', ' standby 1 authentication ***'],
    [' ip nhrp authentication s3cret', ' ip nhrp authentication ***'],
    [
      'snmp-agent target-host trap address x params securityname s3cret v2c',
      'snmp-agent target-host trap address x params securityname ***',
    ],
    ['show running-config | include secret s3cret', 'show running-config | include secret ***'],
  ])('takes the secret out of %j', (line, masked) => {
    expect(maskSecrets(line)).toBe(masked);
  });

  it.each([
    'show version',
    'show key chain',
    'interface Ethernet1',
    'no shutdown',
    'enable secret',
    'show ip bgp | include keepalive',
  ])('leaves %j as it is', (line) => {
    expect(maskSecrets(line)).toBe(line);
  });

  it('takes time in proportion to the text', () => {
    const long = `password ${'=: '.repeat(20_000)}x`;
    expect(maskSecrets(long)).toMatch(/\*\*\*$/);
  });
});
