import { Secret } from '../../src/common/secret.js';
import type { Credential } from '../../src/modules/credentials/credential.types.js';
import { DeviceClient } from '../support/device-client.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { describeWith } from '../support/requirements.js';
import { authorizeKey, createSystemUser, removeSystemUser, Sshd, type SystemUser } from '../support/sshd.js';
import { Telnetd } from '../support/telnet-server.js';

describeWith(['sshd', 'root with CI=true'], 'jump hosts of OpenSSH', () => {
  let first: Sshd;
  let second: Sshd;
  let device: Sshd;
  let jumper: SystemUser;
  let user: SystemUser;
  let logins: Record<string, Credential>;
  const clients: DeviceClient[] = [];

  beforeAll(async () => {
    [jumper, user] = await Promise.all([createSystemUser('/bin/sh'), createSystemUser('/bin/bash')]);
    device = await Sshd.start([`AllowUsers ${user.username}`]);
    // Only the second host opens connections to devices, and only jumpers may use either.
    second = await Sshd.start([`AllowUsers ${jumper.username}`]);
    first = await Sshd.start([`AllowUsers ${jumper.username}`, `PermitOpen 127.0.0.1:${second.port}`]);
    const { username } = jumper;
    logins = {
      password: { id: 'password', username, password: new Secret(jumper.password) },
      key: { id: 'key', username, privateKey: { key: new Secret(await authorizeKey(jumper)) } },
      wrong: { id: 'wrong', username, password: new Secret('pl4nted-secret') },
    };
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.stop()));
  });
  afterAll(async () => {
    await Promise.all([first, second, device].map((server) => server.stop()));
    await Promise.all([jumper, user].map(removeSystemUser));
  });

  const hop = ({ host, port }: { host: string; port: number }, login: string) => ({ host, port, credential_id: login });
  const through = async (
    hosts: readonly unknown[],
    { server = device, driver = 'linux', options = {} }: Partial<Parameters<typeof DeviceClient.of>[0]> = {},
  ) => {
    const client = await DeviceClient.of({ server, user, driver, logins, options: { ...options, jump_hosts: hosts } });
    clients.push(client);
    return client;
  };
  const connections = async () => (await first.countConnections()) + (await second.countConnections());

  it('carry a session through two of them, each with its own log-in, which end with it', async () => {
    const client = await through([hop(first, 'password'), hop(second, 'key')]);
    expect(await client.send('whoami')).toBe(user.username);
    expect((await client.send('seq 1 500000')).length).toBe(3_388_894);
    const held = async () => [await first.countConnections(), await second.countConnections()];
    await eventually(async () => (await held()).every((count) => count === 2));
    await client.stop();
    await eventually(async () => (await connections()) === 0);
  });

  it('end where the device ends the session', async () => {
    const client = await through([hop(second, 'key')]);
    await expect(client.send('kill -9 $PPID')).rejects.toMatchObject({ name: 'ConnectionLostError' });
    await eventually(async () => (await connections()) === 0);
  });

  it('take the log-in of the device where they have none of their own', async () => {
    const open = await Sshd.start();
    const client = await through([`${open.host}:${open.port}`]);
    expect(await client.send('whoami')).toBe(user.username);
    await client.stop();
    await open.stop();
  });

  it('are named where they reject a log-in, each by its own name', async () => {
    const attempt = (await through([hop(first, 'password'), hop(second, 'wrong')])).send('whoami');
    await expect(attempt).rejects.toMatchObject({
      name: 'JumpHostError',
      kind: 'auth',
      stage: 'authenticate',
      message: `jump host 127.0.0.1:${second.port} rejects the password of user "${jumper.username}" (credential "wrong")`,
    });
    await expect(attempt.catch((error: Error) => JSON.stringify(error) + String(error.stack))).resolves.not.toContain(
      'pl4nted',
    );
    await eventually(async () => (await connections()) === 0);
  });

  it('reject the log-in of the device as the device would', async () => {
    const attempt = (await through([{ host: second.host, port: second.port }])).send('whoami');
    await expect(attempt).rejects.toMatchObject({
      name: 'AuthenticationFailedError',
      message: expect.stringMatching(/^jump host 127.0.0.1:\d+ rejects the password of user/),
    });
  });

  it('are named where they cannot be reached', async () => {
    const port = await freePort();
    await expect((await through([hop({ host: '127.0.0.1', port }, 'key')])).send('id')).rejects.toMatchObject({
      name: 'JumpHostError',
      kind: 'network',
      stage: 'connect',
      message: expect.stringContaining(`jump host 127.0.0.1:${port} refuses connections`),
    });
    const hosts = [hop(first, 'password'), hop({ host: '127.0.0.1', port }, 'key')];
    await expect((await through(hosts)).send('id')).rejects.toMatchObject({
      name: 'JumpHostError',
      message: expect.stringContaining(`jump host 127.0.0.1:${first.port} forwards no connection to 127.0.0.1:${port}`),
    });
  });

  it('say that they forward nothing to the device, and what they cannot reach', async () => {
    await expect((await through([hop(first, 'key')])).send('id')).rejects.toMatchObject({
      name: 'JumpHostError',
      stage: 'connect',
      message: expect.stringMatching(/forwards no connection to .*; check AllowTcpForwarding and PermitOpen/),
    });
    const port = await freePort();
    const closed = await through([hop(second, 'key')], { server: { host: '127.0.0.1', port } });
    await expect(closed.send('id')).rejects.toMatchObject({
      name: 'ConnectionRefusedError',
      message: `127.0.0.1:${port} refuses connections from jump host 127.0.0.1:${second.port}; check the port`,
    });
    const unknown = await through([hop(second, 'key')], { server: { host: 'no-such-host.invalid', port: 22 } });
    await expect(unknown.send('id')).rejects.toMatchObject({
      name: 'HostNotFoundError',
      message: expect.stringContaining(`is not known to jump host 127.0.0.1:${second.port}`),
    });
  });

  it('are given up in time where they go silent', async () => {
    first.freeze();
    const client = await through([hop(first, 'key')], { options: { conn_timeout: 2 } });
    const attempt = client.send('id').finally(() => first.thaw());
    await expect(attempt).rejects.toMatchObject({
      name: 'JumpHostError',
      kind: 'timeout',
      stage: 'key_exchange',
      message: expect.stringMatching(/^jump host 127.0.0.1:\d+ is connected but did not finish/),
    });
  });

  it('lead to Telnet as well', async () => {
    const telnetd = await Telnetd.start();
    const client = await through([hop(second, 'password')], { server: telnetd, driver: 'linux_telnet' });
    expect(await client.send('whoami')).toBe(user.username);
    await client.stop();
    await telnetd.stop();
    await eventually(async () => (await connections()) === 0);
  });
});
