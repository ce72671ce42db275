import { readYamlInventory } from './yaml.inventory-file.js';

const GOOD = `
r1:
  host: 192.0.2.1
  adapter: netmiko
  adapter_driver: cisco_ios
  credential_id: lab
r2: {host: r2.example.net, port: "2222", adapter: scrapli, adapter_driver: cisco_iosxe, adapter_options: {timeout_ops: 5}, credential_id: lab}
`;

describe('readYamlInventory', () => {
  it('reads devices with their defaults', () => {
    const { devices, faults, notes } = readYamlInventory(GOOD);
    expect([...devices.values()]).toEqual([
      {
        name: 'r1',
        host: '192.0.2.1',
        port: 22,
        adapter: 'netmiko',
        adapterDriver: 'cisco_ios',
        adapterOptions: {},
        credentialId: 'lab',
      },
      {
        name: 'r2',
        host: 'r2.example.net',
        port: 2222,
        adapter: 'scrapli',
        adapterDriver: 'cisco_iosxe',
        adapterOptions: { timeout_ops: 5 },
        credentialId: 'lab',
      },
    ]);
    expect(faults.size).toBe(0);
    expect(notes).toEqual([]);
  });

  it.each([
    ['port: 70000', 'line 7: port must be at most 65535'],
    ['port: many', 'line 7: port must be a whole number'],
    ['adapter: paramiko', 'adapter must be netmiko or scrapli'],
    ['host: ""', 'host must be a text that is not empty'],
    ['adapter_options: [1]', 'adapter_options must be a mapping'],
  ])('names line and key of the fault in "%s" and keeps the other devices', (line, message) => {
    const key = line.split(':')[0] ?? '';
    const kept = ['host: h', 'adapter: netmiko', 'adapter_driver: linux', 'credential_id: c'].filter(
      (text) => !text.startsWith(key),
    );
    const entry = [...kept, line].map((text) => `  ${text}`).join('\n');
    const { devices, faults } = readYamlInventory(
      `ok: {host: h, adapter: netmiko, adapter_driver: linux, credential_id: c}\nbad:\n${entry}\n`,
    );
    expect([...devices.keys()]).toEqual(['ok']);
    expect(faults.get('bad')).toContain(message.replace('line 7: ', ''));
    expect(faults.get('bad')).toMatch(/line \d+: /);
  });

  it.each([
    ['adapter_driver: cisco_ios_telnet', 23],
    ['adapter_driver: cisco_iosxe, adapter_options: {transport: telnet}', 23],
    ['adapter_driver: cisco_iosxe, adapter_options: {transport: ssh2}', 22],
    ['adapter_driver: cisco_ios_telnet, port: 2323', 2323],
  ])('gives a device with "%s" the port %i', (keys, port) => {
    const { devices } = readYamlInventory(`r1: {host: h, adapter: scrapli, credential_id: c, ${keys}}\n`);
    expect(devices.get('r1')?.port).toBe(port);
  });

  it.each(['secret', 'auth_secondary'])('takes the enable secret from %s, where nobody reads it', (name) => {
    const { devices, notes } = readYamlInventory(
      `r1: {host: h, adapter: scrapli, adapter_driver: cisco_iosxe, credential_id: c, adapter_options: {${name}: pl4nted, timeout_ops: 5}}\n`,
    );
    const device = devices.get('r1');
    expect(device?.enableSecret?.reveal()).toBe('pl4nted');
    expect(device?.adapterOptions).toEqual({ timeout_ops: 5 });
    expect(JSON.stringify(device) + notes.join()).not.toContain('pl4nted');
  });

  it('drops other secrets from the options, and says where they belong', () => {
    const { devices, notes } = readYamlInventory(
      'r1: {host: h, adapter: netmiko, adapter_driver: linux, credential_id: c, adapter_options: {passphrase: pl4nted}}\n',
    );
    expect(devices.get('r1')?.adapterOptions).toEqual({});
    expect(notes).toEqual([
      'device "r1": passphrase in adapter_options is ignored; it belongs into the credential store',
    ]);
  });

  const behind = (hosts: string) =>
    readYamlInventory(
      `r1: {host: h, adapter: netmiko, adapter_driver: linux, credential_id: c, adapter_options: {jump_hosts: ${hosts}}}\n`,
    );

  it('drops secrets from jump hosts, and says where they belong', () => {
    const { devices, notes } = behind('[b1, {host: b2, credential_id: lab, password: pl4nted, secret: pl4nted}]');
    expect(devices.get('r1')?.adapterOptions).toEqual({ jump_hosts: ['b1', { host: 'b2', credential_id: 'lab' }] });
    expect(notes).toEqual([
      'device "r1": secret of host 2 in jump_hosts in adapter_options is ignored; it belongs into the credential store',
      'device "r1": password of host 2 in jump_hosts in adapter_options is ignored; it belongs into the credential store',
    ]);
  });

  it('refuses jump hosts that cannot be used', () => {
    const { devices, faults } = behind('[{port: 22}]');
    expect(devices.size).toBe(0);
    expect(faults.get('r1')).toBe('device "r1": line 1: adapter_options: jump_hosts: host 1 must have a host');
  });

  it('names every missing key of a device', () => {
    expect(readYamlInventory('r1: {}\n').faults.get('r1')).toMatch(/host .*adapter .*adapter_driver .*credential_id /);
  });

  it('suggests the key that a misspelt one probably meant', () => {
    const { notes } = readYamlInventory(
      `${GOOD}r3:\n  host: h\n  adapter: netmiko\n  adapter_driver: linux\n  credential_id: c\n  prot: 22\n`,
    );
    expect(notes).toEqual([
      expect.stringMatching(/line 13: device "r3": unknown key "prot" is ignored; did you mean "port"/),
    ]);
  });

  it('takes a name that JavaScript objects know for a device like any other', () => {
    const { devices } = readYamlInventory(
      '__proto__: {host: h, adapter: netmiko, adapter_driver: linux, credential_id: c}\n',
    );
    expect([...devices.keys()]).toEqual(['__proto__']);
  });
});
