import { Secret } from '../../common/secret.js';
import { CredentialNotFoundError } from '../credentials/credentials.errors.js';
import { DeviceOptionError } from './devices.errors.js';
import { readJumpHosts, resolveJumpHosts } from './jump-hosts.js';

const OWN = { id: 'lab', username: 'admin', password: new Secret('secret') };
const BASTION = { id: 'bastion', username: 'tom', password: new Secret('other') };

describe('jump_hosts', () => {
  const read = (value: unknown) => readJumpHosts({ jump_hosts: value });

  it.each<[unknown, unknown]>([
    [undefined, []],
    [null, []],
    [['bastion1'], [{ host: 'bastion1', port: 22 }]],
    [['bastion1:2222'], [{ host: 'bastion1', port: 2222 }]],
    [['[2001:db8::1]:2222'], [{ host: '2001:db8::1', port: 2222 }]],
    [[{ host: '2001:db8::1' }], [{ host: '2001:db8::1', port: 22 }]],
    [
      [{ host: 'b1', port: 2222, username: 'tom', credential_id: 'bastion' }, 'b2'],
      [
        { host: 'b1', port: 2222, username: 'tom', credentialId: 'bastion' },
        { host: 'b2', port: 22 },
      ],
    ],
  ])('%j is %j', (value, hosts) => {
    expect(read(value)).toEqual(hosts);
  });

  it.each<[unknown, string]>([
    ['bastion1', 'jump_hosts must be a list of hosts, each with host, port, username, credential_id'],
    [[5], 'jump_hosts: host 1 must be a host name, or a mapping with host, port, username, credential_id'],
    [['b1', 'tom:pl4nted@b2'], 'jump_hosts: host 2 must be a host name, or a mapping'],
    [['b1:99999'], 'jump_hosts: host 1 must be a host name, or a mapping'],
    [[{ port: 22 }], 'jump_hosts: host 1 must have a host'],
    [[{ host: 'b1', port: 0 }], 'jump_hosts: host 1 must have a port from 1 to 65535'],
    [[{ host: 'b1', username: 5 }], 'jump_hosts: host 1 must have a username that is a text'],
    [[{ host: 'b1', credential_id: '' }], 'jump_hosts: host 1 must have a credential_id that is a text'],
    [
      [{ host: 'b1', pass: 'pl4nted' }],
      'jump_hosts: host 1 has the unknown key "pass"; it may have host, port, username, credential_id',
    ],
    [Array(9).fill('b1'), 'jump_hosts must be at most 8 hosts'],
  ])('%j is refused, and its values are not shown', (value, message) => {
    expect(read(value)).toBe(message);
  });

  const resolve = (hosts: unknown[]) =>
    resolveJumpHosts({ host: 'r1', port: 22, options: { jump_hosts: hosts } }, OWN, {
      get: async (id) => {
        if (id !== BASTION.id) throw new CredentialNotFoundError(`there is no credential "${id}"`);
        return BASTION;
      },
    });

  it('have the log-in they name, else that of the device', async () => {
    const [first, second, third] = await resolve([
      { host: 'b1', credential_id: 'bastion' },
      'b2',
      { host: 'b3', credential_id: 'bastion', username: 'jerry' },
    ]);
    expect(first?.credential).toBe(BASTION);
    expect(second?.credential).toBe(OWN);
    expect(third?.credential).toEqual({ ...BASTION, username: 'jerry' });
  });

  it('fail the job where they cannot be used', async () => {
    await expect(resolve([{}])).rejects.toThrow(DeviceOptionError);
    await expect(resolve([{}])).rejects.toThrow('adapter_options of r1:22: jump_hosts: host 1 must have a host');
    await expect(resolve([{ host: 'b1', credential_id: 'x' }])).rejects.toThrow('there is no credential "x"');
  });
});
