import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sessionOf } from '../../../../test/support/device-session.js';
import { SshServer } from '../../../../test/support/ssh-server.js';
import { Secret } from '../../../common/secret.js';
import { withDevices } from '../../../device-tools/tool-devices.js';
import { DeviceSessions, type DeviceTarget } from '../device-sessions.port.js';
import { DeviceOptionError } from '../devices.errors.js';
import { SshConfigFiles } from './ssh-config-files.js';
import { SshConfiguredSessions } from './ssh-configured-sessions.js';

const CREDENTIAL = { id: 'lab', username: 'admin', password: new Secret('pl4nted') };

const CONFIG = `
# What all hosts share stands last.
Host r1 "r2"
  HostName 192.0.2.1
  Port 2222
  ProxyJump ann@jump1:2200, [2001:db8::1]
  IdentityFile ~/.ssh/id_rsa
host *.lab !bad.lab
  hostname=%h.example.net
Host direct
  ProxyJump none
Host runs
  ProxyCommand nc %h %p
Host *
  User somebody
  ConnectTimeout 7
  ServerAliveInterval 15s
  BindAddress 192.0.2.99
  ProxyJump other
`;

class RecordedSessions extends DeviceSessions {
  target: DeviceTarget | undefined;

  async use<T>(target: DeviceTarget, _: unknown, work: Parameters<DeviceSessions['use']>[2]): Promise<T> {
    this.target = target;
    return work(sessionOf(async () => ({}))) as Promise<T>;
  }
}

describe('ssh_config_file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tom-ssh-config-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, 'config'), CONFIG);

  async function targetOf(host: string, options: object, files: SshConfigFiles | undefined, port = 22) {
    const sessions = new RecordedSessions();
    const target = { host, port, driver: 'cisco_ios', options: { ...options } };
    await new SshConfiguredSessions(sessions, files).use(target, CREDENTIAL, async () => 1, { repeatable: true });
    return sessions.target;
  }
  const files = new SshConfigFiles(directory);
  const faultOf = (host: string, options: object) => targetOf(host, options, files).catch((error: unknown) => error);

  it('says where a host is and what is on the way there, with the log-in of the device', async () => {
    const target = await targetOf('r1', { ssh_config_file: 'config' }, files);
    expect(target).toMatchObject({ host: '192.0.2.1', port: 2222 });
    expect(target?.jumpHosts).toEqual([
      { host: 'jump1', port: 2200, credential: { ...CREDENTIAL, username: 'ann' } },
      { host: '2001:db8::1', port: 22, credential: CREDENTIAL },
    ]);
    expect(target?.options).toEqual({
      conn_timeout: 7,
      keepalive: 15,
      source_address: '192.0.2.99',
      jump_hosts: [
        { host: 'jump1', port: 2200 },
        { host: '2001:db8::1', port: 22 },
      ],
    });
  });

  it.each<[string, Partial<DeviceTarget>]>([
    ['a.lab', { host: 'a.lab.example.net' }],
    ['bad.lab', { host: 'bad.lab' }],
    ['r2', { host: '192.0.2.1' }],
  ])('reads its patterns as OpenSSH does: %s', async (host, expected) => {
    expect(await targetOf(host, { ssh_config_file: true }, files)).toMatchObject(expected);
  });

  it('may say that nothing is on the way', async () => {
    const target = await targetOf('direct', { ssh_config_file: 'config' }, files);
    expect(target).not.toHaveProperty('jumpHosts');
  });

  it('says less than the options and the port of the device', async () => {
    const options = { ssh_config_file: join(directory, 'config'), conn_timeout: 3 };
    const target = await targetOf('r1', options, files, 2022);
    expect(target).toMatchObject({ port: 2022, options: { conn_timeout: 3 } });
  });

  it('is read again when it has changed', async () => {
    const path = join(directory, 'changing');
    writeFileSync(path, 'Host r1\n  Port 1111\n');
    expect(await targetOf('r1', { ssh_config_file: 'changing' }, files)).toMatchObject({ port: 1111 });
    writeFileSync(path, 'Host r1\n  Port 22222\n');
    expect(await targetOf('r1', { ssh_config_file: 'changing' }, files)).toMatchObject({ port: 22_222 });
  });

  it.each([
    ['../config', 'lies outside ssh_config_dir'],
    ['/etc/ssh/ssh_config', 'lies outside ssh_config_dir'],
    ['link', 'lies outside ssh_config_dir'],
    ['missing', 'cannot be read'],
    ['matching', 'cannot be used: line 2: Match is not supported; use Host'],
    ['crooked', 'cannot be used: line 1 is not of the form "Keyword value"'],
    ['ports', 'cannot be used: Port must be a port from 1 to 65535'],
    ['', 'must be the name of a file in ssh_config_dir'],
  ])('is refused where it is %j', async (name, reason) => {
    symlinkSync('/etc/passwd', join(directory, 'link'));
    writeFileSync(join(directory, 'matching'), 'Host *\nMatch exec "true"\n');
    writeFileSync(join(directory, 'crooked'), 'what?\n');
    writeFileSync(join(directory, 'ports'), 'Port 0x22\n');
    const error = await faultOf('r1', { ssh_config_file: name });
    rmSync(join(directory, 'link'));
    expect(error).toBeInstanceOf(DeviceOptionError);
    expect((error as Error).message).toMatch(/^adapter_options of r1:22: ssh_config_file/);
    expect((error as Error).message).toContain(reason);
  });

  it('runs no command of the file', async () => {
    writeFileSync(join(directory, 'runs'), 'ProxyCommand nc %h %p\n');
    expect(String(await faultOf('r1', { ssh_config_file: 'runs' }))).toContain(
      'ProxyCommand is not run; use ProxyJump',
    );
  });

  it('leads a worker to the device', async () => {
    const server = await SshServer.start({ password: CREDENTIAL.password.reveal() });
    writeFileSync(join(directory, 'real'), `Host r1\n  HostName ${server.host}\n  Port ${server.port}\n`);
    const target = { host: 'r1', port: 22, driver: 'cisco_ios', options: { ssh_config_file: 'real' } };
    const reply = await withDevices(
      ({ sessions }) =>
        sessions.use(target, CREDENTIAL, (session) => session.sendCommand('show clock'), { repeatable: true }),
      { ssh_config_dir: directory },
    );
    await server.stop();
    expect(reply.output).toBe('reply to show clock');
  });

  it('changes nothing where no directory is set', async () => {
    const options = { ssh_config_file: 'config' };
    expect(await targetOf('r1', options, undefined)).toMatchObject({ host: 'r1', options });
  });
});
